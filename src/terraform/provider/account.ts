/** The account on one platform: a connection that is opened when it is first needed, and what was read through it. */
import { rootOf } from "../../model/address.ts";
import type { DesiredState } from "../../model/configuration.ts";
import type { Platform } from "../../model/platform.ts";
import type { Context } from "../../run/context.ts";
import { failureFinding } from "../../run/failure.ts";
import { type Live, readLive } from "../../run/live.ts";
import { type OpenSection, openSection, type Section } from "../../run/sections.ts";
import type { Store } from "../../store/store.ts";
import type { Diagnostic } from "../contract.ts";
import { ofFinding } from "./diagnostics.ts";
import type { Ledger } from "./ledger.ts";
import { type Memo, memoize } from "./memo.ts";
import type { PlatformSettings } from "./settings.ts";
import { createView, type Interest, type Seen } from "./view.ts";

export interface Account {
  readonly platform: Platform;
  /** What it takes to connect is not known yet: nothing can be looked at. */
  readonly open: boolean;
  /** The connection, for these resources; opened with the first call. */
  readonly section: (desired: DesiredState) => Promise<Section | readonly Diagnostic[]>;
  /** Live state that all share who only look: lists are read once. */
  readonly view: (interest: Interest) => Promise<Seen>;
  /** Live state as it is now; `whole`: with all that nobody asked for. */
  readonly fresh: (desired: DesiredState, whole?: boolean) => Promise<Seen>;
  /** What was read after a change, for who comes next. */
  readonly saw: (desired: DesiredState, live: Live) => void;
  /** Something was changed: what was read no longer counts. */
  readonly forget: () => void;
  /** An exception, which is a bug that people send around, without secrets of the connection. */
  readonly clean: (error: unknown) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

export function createAccount(
  platform: Platform,
  settings: PlatformSettings,
  context: Context,
  store: Store,
  ledger: Ledger,
): Account {
  let opening: Promise<OpenSection> | null = null;
  let memo: Memo | null = null;

  const open = (): Promise<OpenSection> => {
    const nothing: DesiredState = { resources: new Map(), managed: new Map() };
    opening ??= openSection(
      { connection: settings.connection, organizations: [], desired: nothing },
      context,
      context.directory,
      store,
    );
    return opening;
  };

  const section = async (desired: DesiredState): Promise<Section | readonly Diagnostic[]> => {
    const opened = await open();
    if (opened.section === null) return opened.findings.flatMap((finding) => ofFinding(finding));
    const organizations = [...new Set([...desired.resources.keys()].map(rootOf))];
    return { ...opened.section, configuration: { connection: settings.connection, organizations, desired } };
  };

  const look = async (on: Section, whole: boolean): Promise<Seen> => {
    const { ids: known, accounts } = ledger;
    const live = await readLive(on, { known: new Map(known), accounts, whole });
    if (!("ok" in live)) return { live };
    return { diagnostics: ofFinding(failureFinding(settings.connection.name, "reading", live, on.source)) };
  };

  const fresh = async (desired: DesiredState, whole = false): Promise<Seen> => {
    const recent = whole ? null : shared.recent(desired);
    if (recent !== null) return { live: recent };
    const on = await section(desired);
    return "actor" in on ? look(on, whole) : { diagnostics: on };
  };

  const shared = createView(platform, ledger, context.clock, async (desired) => {
    const on = await section(desired);
    if (!("actor" in on)) return { diagnostics: on };
    memo ??= memoize(on.connection.reader);
    return look({ ...on, connection: { ...on.connection, reader: memo.reader } }, false);
  });

  return {
    platform,
    open: settings.open,
    section,
    view: shared.view,
    fresh,
    saw: shared.saw,
    forget: () => {
      memo?.forget();
      shared.forget();
    },
    clean: async (error) => (opening === null ? error : (await opening).clean(error)),
    close: async () => {
      await (await opening)?.close();
    },
  };
}
