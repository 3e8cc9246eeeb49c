/** The calls that carry out what tables say. */
import type { CallDraft } from "../../../src/model/call.ts";
import type { Drafts } from "../../../src/model/platform.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { createState } from "../../../src/model/state.ts";
import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";
import { draftsIn, type Wanted } from "../harness/changes.ts";

export const actor = { id: "user-root" };

/** The calls for what is written of one collection, as one batch. */
export function draftsFor(live: readonly Resource[], kind: string, wanted: Wanted): Drafts {
  return draftsIn(dnanexus, createState(live), kind, wanted, { actor });
}

/** The same, as `operation body` for tables. */
export function callsFor(...input: Parameters<typeof draftsFor>): readonly (readonly [string, unknown])[] {
  return draftsFor(...input).calls.map((call) => [call.operation, plainBody(call)] as const);
}

export function plainBody(call: CallDraft): unknown {
  return JSON.parse(JSON.stringify(call.body ?? null));
}
