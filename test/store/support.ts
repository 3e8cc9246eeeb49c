import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Plan, PlanSection } from "../../src/model/plan.ts";
import type { Stored } from "../../src/store/store.ts";

export interface Folder extends AsyncDisposable {
  readonly path: string;
}

/** A folder that goes with the test. */
export async function folder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), "charter-test-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export function section(changes: Partial<PlanSection> = {}): PlanSection {
  return {
    connection: "main",
    platform: "made-up",
    urls: {},
    actor: "user-actor",
    organizations: ["acme"],
    changes: [],
    calls: [],
    effects: [],
    access: [],
    pending: [],
    unmanaged: [],
    unknown: [],
    stops: [],
    allowed: [],
    next: [],
    expiring: [],
    basis: {},
    covers: [],
    ...changes,
  };
}

export function planOf(...sections: readonly PlanSection[]): Plan {
  return {
    format: "charter-plan/1",
    version: "1.2.3",
    time: "2026-11-15T12:00:00.000Z",
    configuration: "c0ffee",
    targets: [],
    allow: [],
    withoutForbidden: false,
    sections,
    stops: [],
    allowed: [],
    summary: {
      create: 0,
      update: 0,
      replace: 0,
      delete: 0,
      waiting: 0,
      pending: 0,
      unmanaged: 0,
      unknown: 0,
      stops: 0,
      calls: 0,
    },
    digest: "d1ge57",
  };
}

/** The value, or the failure as an error. */
export function value<T>(stored: Stored<T>): T {
  if (!stored.ok) throw new Error(stored.message);
  return stored.value;
}

/** A script of this folder that says JSON lines. */
export interface Child {
  readonly process: ChildProcess;
  readonly line: () => Promise<Record<string, unknown>>;
}

export function start(script: string, ...args: readonly string[]): Child {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    process: child,
    line: async () => JSON.parse((await lines.next()).value ?? "null"),
  };
}
