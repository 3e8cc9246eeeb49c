/** What the engine says and does about some resources: compared, planned on paper, carried out. */
import { type ApplySection, applyPlan, type LiveState } from "../../apply/apply.ts";
import type { Address } from "../../model/address.ts";
import type { GuardSettings } from "../../model/configuration.ts";
import type { Finding } from "../../model/finding.ts";
import type { ApplyResult } from "../../model/outcome.ts";
import type { Plan, Stop } from "../../model/plan.ts";
import type { Allowance } from "../../plan/allow.ts";
import { identify } from "../../plan/identity.ts";
import { buildPlan } from "../../plan/plan.ts";
import type { Context } from "../../run/context.ts";
import type { Live } from "../../run/live.ts";
import { compareWith } from "../../run/plan.ts";
import { readAgain } from "../../run/read-again.ts";
import type { Section } from "../../run/sections.ts";
import type { RunEvent } from "../../store/store.ts";
import type { Ledger } from "./ledger.ts";

export interface Ask {
  /** The resources that may change. */
  readonly only: ReadonlySet<Address>;
  readonly guards: GuardSettings;
  readonly allow: readonly Allowance[];
}

/** What is known of an account beside the ask. */
export interface Known {
  readonly ledger: Ledger;
  readonly context: Context;
}

export interface Drafted {
  /** Null where findings keep it from being made. */
  readonly plan: Plan | null;
  readonly findings: readonly Finding[];
}

/** The plan that leads from what is live to what is asked for, and to nothing else. */
export async function draft(
  section: Section,
  live: Live,
  { only, allow, guards }: Ask,
  { ledger, context }: Known,
): Promise<Drafted> {
  const own = { ...live, identities: identities(section, live, ledger) };
  const compared = await compareWith(section, own, { targets: [], only, allowances: allow });
  const { input, findings } = compared;
  if (input === null || findings.some(({ severity }) => severity === "error"))
    return { plan: null, findings };
  const plan = buildPlan({
    sections: [input],
    guards,
    former: [],
    expiring: 0,
    allow,
    targets: [],
    withoutForbidden: false,
    time: new Date(context.clock.date()).toISOString(),
    version: context.version,
    configuration: "terraform",
  });
  return { plan, findings };
}

/** Whether keys still name whom they named. A view that many share was not read with these keys in mind. */
function identities(section: Section, live: Live, { accounts }: Ledger): Live["identities"] {
  const { platform, configuration } = section;
  const { unknown } = live;
  return identify({ platform, desired: configuration.desired, live: live.live, unknown, accounts });
}

/** The keys that name somebody else by now, as far as what is live shows it. */
export function strangers(
  section: Section,
  live: Live,
  { only, allow }: Pick<Ask, "only" | "allow">,
  { ledger }: Pick<Known, "ledger">,
): readonly Stop[] {
  return identities(section, live, ledger)
    .strangers.map(({ stop }) => stop)
    .filter((stop) => only.has(stop.scope) && !allow.some((each) => each.covers(stop)));
}

export interface Done {
  readonly result: ApplyResult;
  /** What is live afterwards; null where it could not be read. */
  readonly after: Live | null;
}

export interface Sending extends Known {
  readonly section: Section;
  readonly plan: Plan;
  /** What the plan was made from. */
  readonly live: LiveState;
  /** The value of a secret, by the name under which the plan speaks of it. */
  readonly secret: (name: string) => string | undefined;
  /** Told of every call, before it is sent and after it was answered. */
  readonly log: (event: RunEvent) => void;
}

/** Sends the calls of a plan that has no stops, and reads again what they touched. */
export async function carryOut(sending: Sending): Promise<Done> {
  const { section, plan, live, ledger, context, secret, log } = sending;
  const [planned] = plan.sections;
  if (planned === undefined) throw new Error("a plan without a section");
  let after: Live | null = null;
  const each: ApplySection = {
    section: planned,
    platform: section.platform,
    connection: section.connection,
    live: live.live,
    reread: async (created) => {
      for (const [address, id] of created) ledger.know(address, id);
      // Also what was not touched: who asked for it wants to know how it is now.
      const read = await readAgain(context.signal, section, { known: new Map(ledger.ids) });
      if (!("ok" in read)) after = read;
      return read;
    },
  };
  const result = await applyPlan({
    plan,
    sections: [each],
    run: {
      id: "terraform",
      write: async (event) => {
        log(event);
        return null;
      },
    },
    signal: context.signal,
    clock: context.clock,
    secrets: secret,
  });
  return { result, after };
}
