/** What one configured provider holds while its process lives. */
import type { Address } from "../../model/address.ts";
import type { Platform } from "../../model/platform.ts";
import { contextOf } from "../../run/context.ts";
import { openFolderStore } from "../../store/folder/folder.ts";
import type { RunEvent } from "../../store/store.ts";
import { type Account, createAccount } from "./account.ts";
import type { Known } from "./engine.ts";
import { createLedger } from "./ledger.ts";
import { createQueue, type Queue } from "./queue.ts";
import type { ProviderSettings } from "./settings.ts";

export type Log = (
  level: "debug" | "info" | "warn" | "error",
  message: string,
  fields?: Record<string, string | number>,
) => void;

/** One platform of a session. */
export interface Desk extends Known {
  readonly platform: Platform;
  readonly account: Account;
  readonly queue: Queue;
  /** Addresses that this process has changed: they are not as they were planned from, and that is known. */
  readonly moved: Set<Address>;
  /** Addresses that a plan of this process replaces: what is there now will be gone. */
  readonly replaced: Set<Address>;
}

export interface Session {
  readonly settings: ProviderSettings;
  readonly desk: (platform: Platform) => Desk;
  /** The day, UTC. */
  readonly today: () => string;
  /** Something has been applied: what is live is on its way to what was planned. */
  readonly applying: () => boolean;
  readonly stop: () => void;
  readonly close: () => Promise<void>;
}

export interface SessionOptions {
  readonly settings: ProviderSettings;
  readonly platforms: readonly Platform[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
}

export function createSession({ settings, platforms, env, log }: SessionOptions): Session {
  const controller = new AbortController();
  const desks = new Map<string, Desk>();
  let applying = false;

  const desk = (platform: Platform): Desk => {
    const known = desks.get(platform.name);
    if (known !== undefined) return known;
    const own = settings.connections.get(platform.name);
    if (own === undefined) throw new Error(`no settings for ${platform.name}`);
    const { patience } = settings;
    const ledger = createLedger();
    const context = contextOf({
      env: { ...env, ...own.secrets },
      platforms,
      signal: controller.signal,
      ...(patience === null ? {} : { patience }),
    });
    const account = createAccount(platform, own, context, openFolderStore(settings.store), ledger);
    const moved = new Set<Address>();
    const queue = createQueue({
      account,
      ledger,
      context,
      moved,
      begun: () => {
        applying = true;
      },
      log: (event) => told(event, log),
    });
    const made: Desk = { platform, account, ledger, context, queue, moved, replaced: new Set() };
    desks.set(platform.name, made);
    return made;
  };

  return {
    settings,
    desk,
    today,
    applying: () => applying,
    stop: () => controller.abort(),
    close: async () => {
      await Promise.all([...desks.values()].map(({ account }) => account.close()));
    },
  };
}

/** The day, UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** The journal, as Terraform's log has it. */
function told(event: RunEvent, log: Log): void {
  if (event.type === "sending") {
    log("info", "sending", {
      operation: event.operation,
      method: event.method,
      path: event.path,
      attempt: event.attempt,
    });
  } else if (event.type === "answered") {
    const { call, result, status, attempt } = event;
    log("info", "answered", { call, result, attempt, ...(status === null ? {} : { status }) });
  }
}
