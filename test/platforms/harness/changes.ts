/** Changes for tables, as a plan makes them, and the calls that carry them out. */
import { type Address, keyOf, parentOf } from "../../../src/model/address.ts";
import type { CallDraft } from "../../../src/model/call.ts";
import type { Change } from "../../../src/model/change.ts";
import { attributesOf, direction, type Kind } from "../../../src/model/kind.ts";
import { type Actor, type Drafts, kindOf, type Platform } from "../../../src/model/platform.ts";
import type { Attributes } from "../../../src/model/resource.ts";
import type { StateView } from "../../../src/model/state.ts";
import { differences, overlay } from "../../../src/plan/diff.ts";

/** What shall be, by address: attributes, or null where it shall go. */
export type Wanted = Readonly<Record<Address, Attributes | null>>;

/**
 * From what is live to what is written (null: shall go), also where nothing differs. Live attributes that are not
 * written stay.
 */
export function changeOf(
  platform: Platform,
  state: StateView,
  kindName: string,
  address: Address,
  written: Attributes | null,
): Change {
  const kind = kindOf(platform, kindName);
  const live = state.get(address);
  const there = live !== undefined && kind.absent?.(live.attributes) !== true ? live : undefined;
  const before = there?.attributes ?? null;
  const after = written === null ? null : overlay(before ?? {}, written);
  const renewed = there === undefined ? "create" : kind.replaced?.(there) === true ? "replace" : "update";
  return {
    address,
    kind: kindName,
    key: keyOf(address),
    action: after === null ? "delete" : renewed,
    reason: "configured",
    direction: direction(kind, before, after),
    id: live?.id ?? null,
    before,
    after,
    attributes: differences(kind, attributesOf(kind), written ?? {}, before ?? {}),
  };
}

/** The resource that holds these, or that the write belongs to; null for organizations. */
function parentFor(kind: Kind, changes: readonly Change[]): Address | null {
  const home = parentOf(changes[0]?.address ?? "");
  return home === null ? null : (kind.rewrites?.(home) ?? home);
}

/** Other changes of the plan, by address. */
type Planned = Readonly<Record<Address, readonly [kind: string, written: Attributes | null]>>;

export interface Around {
  readonly actor: Actor;
  /** What else the file says. */
  readonly written?: Wanted;
  /** Absent: the calls know of no other change. */
  readonly planned?: Planned;
}

/** The calls for what is written of one collection, as one batch. */
export function draftsIn(
  platform: Platform,
  state: StateView,
  kindName: string,
  wanted: Wanted,
  { actor, written, planned }: Around,
): Drafts {
  const kind = kindOf(platform, kindName);
  const others = (of: Planned) => (address: Address) => {
    const other = of[address];
    return other === undefined ? undefined : changeOf(platform, state, other[0], address, other[1]);
  };
  const changes = Object.entries(wanted).map(([address, each]) =>
    changeOf(platform, state, kindName, address, each),
  );
  return platform.calls(
    {
      kind,
      parent: parentFor(kind, changes),
      changes,
      written: (address) => ({ ...written, ...wanted })[address] ?? undefined,
      ...(planned === undefined ? {} : { planned: others(planned) }),
    },
    state,
    actor,
  );
}

/** Drafts in lines: the calls as `lineOf` writes them, then what waits, and for what. */
export function linesOf(drafts: Drafts, lineOf: (call: CallDraft) => string): readonly string[] {
  return [
    ...drafts.calls.map(lineOf),
    ...(drafts.waiting ?? []).map((each) => `${each.address} waits for ${each.for}`),
  ];
}
