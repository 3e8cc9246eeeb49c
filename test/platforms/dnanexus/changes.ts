/** Changes for tables, as a plan makes them, and the calls that carry them out. */
import { keyOf, parentOf } from "../../../src/model/address.ts";
import type { CallDraft } from "../../../src/model/call.ts";
import type { Change } from "../../../src/model/change.ts";
import { direction } from "../../../src/model/kind.ts";
import { type Drafts, kindOf } from "../../../src/model/platform.ts";
import { type Attributes, emptyAttributes, type Resource } from "../../../src/model/resource.ts";
import { createState, type State } from "../../../src/model/state.ts";
import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";

export const actor = { id: "user-root" };

/** From what is live to what is written (null: shall go). Live attributes that are not written stay. */
function changeOf(state: State, kind: string, address: string, written: Attributes | null): Change {
  const of = kindOf(dnanexus, kind);
  const before = state.get(address)?.attributes ?? null;
  const after = written === null ? null : Object.assign(emptyAttributes(), before, written);
  const attributes = Object.entries(written ?? {})
    .filter(([name, value]) => before?.[name] !== value)
    .map(([name, value]) => ({ name, before: before?.[name] ?? null, after: value }));
  return {
    address,
    kind,
    key: keyOf(address),
    action: after === null ? "delete" : before === null ? "create" : "update",
    reason: "configured",
    direction: direction(of, before, after),
    id: state.get(address)?.id ?? null,
    before,
    after,
    attributes,
  };
}

/** The calls for what is written of one collection, as one batch. */
export function draftsFor(
  live: readonly Resource[],
  kind: string,
  written: Readonly<Record<string, Attributes | null>>,
): Drafts {
  const state = createState(live);
  const changes = Object.entries(written).map(([address, each]) => changeOf(state, kind, address, each));
  const [first] = changes;
  return dnanexus.calls(
    {
      kind: kindOf(dnanexus, kind),
      parent: first === undefined ? null : parentOf(first.address),
      changes,
      written: (address) => written[address] ?? undefined,
    },
    state,
    actor,
  );
}

/** The same, as `operation body` for tables. */
export function callsFor(...input: Parameters<typeof draftsFor>): readonly (readonly [string, unknown])[] {
  return draftsFor(...input).calls.map((call) => [call.operation, plainBody(call)] as const);
}

export function plainBody(call: CallDraft): unknown {
  return JSON.parse(JSON.stringify(call.body ?? null));
}
