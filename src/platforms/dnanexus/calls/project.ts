import { type Address, keyOf } from "../../../model/address.ts";
import type { Body, CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import { idOf } from "../../../model/drafts.ts";
import type { Drafts } from "../../../model/platform.ts";
import type { Attributes } from "../../../model/resource.ts";
import type { StateView } from "../../../model/state.ts";
import type { Value } from "../../../model/value.ts";
import { fieldOf, fields, onWire } from "../fields.ts";
import { draft, projectLane } from "./draft.ts";

type Wire = Record<string, Value>;

const download = "downloadRestricted";
const preview = "previewViewerRestricted";

/** What the configuration writes of a resource. */
export type Written = (address: Address) => Attributes | undefined;

export function projectCalls(
  organization: Address,
  change: Change,
  state: StateView,
  written?: Written,
): Drafts {
  const live = state.get(change.address);
  if (change.after === null) return { calls: live === undefined ? [] : [destruction(change, state)] };
  if (live !== undefined) return { calls: updates(change, live.attributes, state, written) };
  // An organization is not billable when it is made, and a project needs a payer (dnanexus.md §5).
  if (state.get(organization)?.facts?.billable === false) {
    return {
      calls: [],
      waiting: [{ address: change.address, for: `billing of ${keyOf(organization)} to be set up` }],
    };
  }
  return { calls: creation(organization, change, change.after, state) };
}

function creation(
  organization: Address,
  change: Change,
  wanted: Attributes,
  state: StateView,
): readonly CallDraft[] {
  const early: Wire = Object.create(null);
  const late: Wire = Object.create(null);
  early.name = change.key;
  early.billTo = keyOf(organization);
  for (const field of fields) {
    const value = wanted[field.attribute];
    // Null stands for the default, which a new project has anyway.
    if (value !== undefined && value !== null)
      (field.atCreation ? early : late)[field.field] = onWire(field, value);
  }
  // Whether both cross in one call is not known (see the table below): off again right after.
  if (early[download] === true && early[preview] === false) {
    delete early[preview];
    late[preview] = false;
  }
  const create = draft({
    operation: "project.new",
    path: ["project", "new"],
    body: early,
    scope: organization,
    changes: [change],
    lane: projectLane(state, change.address),
    yields: { address: change.address, pointer: "/id" },
  });
  return Object.keys(late).length === 0 ? [create] : [create, { ...update(change, late, state), after: [0] }];
}

/**
 * What is configured and differs, in an order that the coupling of two flags allows (§2.4, §6.15). Whether both can
 * be moved in opposite directions by one call is not known, so there the preview flag travels alone:
 *
 * | downloads | preview restricted: live | wanted | calls |
 * | --- | --- | --- | --- |
 * | go off | any | false | off, then preview allowed (it was restricted with the downloads) |
 * | go off | any | true | off, with the preview |
 * | go off | any | not written | off; the platform restricts the preview by itself |
 * | come back | true | false | preview allowed, then back |
 * | come back | true | true, or not written | preview allowed, back, preview restricted again |
 * | come back | false | true | back, then preview restricted |
 * | come back | false | false, or not written | back |
 * | stay | any | any | one call |
 *
 * So a preview that nobody asked to allow never ends allowed.
 */
function updates(
  change: Change,
  live: Attributes,
  state: StateView,
  written: Written | undefined,
): readonly CallDraft[] {
  const first: Wire = Object.create(null);
  const main: Wire = Object.create(null);
  const last: Wire = Object.create(null);
  for (const { name, after } of change.attributes) {
    const field = fieldOf(name);
    if (field.byUpdate) main[field.field] = onWire(field, after);
  }
  const restricted = live[preview] === true;
  if (main[download] === true) {
    const wanted = main[preview] ?? written?.(change.address)?.[preview];
    if (wanted === false || wanted === null) {
      delete main[preview];
      last[preview] = false;
    }
  } else if (main[download] === false) {
    const wanted = main[preview] ?? restricted;
    delete main[preview];
    if (restricted) first[preview] = false;
    if (wanted === true) last[preview] = true;
  }
  return [first, main, last]
    .filter((body) => Object.keys(body).length > 0)
    .map((body, index) =>
      index === 0
        ? { ...update(change, { ...body, ...versionOf(change, state) }, state) }
        : { ...update(change, body, state), after: [index - 1] },
    );
}

/**
 * Whoever has changed the project since it was read last makes the platform refuse the call (§6.17). Each update raises
 * the version, so that only the first one of a plan can name it.
 */
function versionOf(change: Change, state: StateView): { readonly version?: Body } {
  const { address } = change;
  if (state.get(address)?.facts?.version === undefined) return {};
  return { version: { $ref: "fact", address, name: "version" } };
}

function update(change: Change, body: { readonly [name: string]: Body }, state: StateView): CallDraft {
  return draft({
    operation: "project.update",
    path: [idOf(state, change.address), "update"],
    body,
    scope: change.address,
    changes: [change],
    lane: projectLane(state, change.address),
  });
}

/** Jobs that run in it are not ended on the way: then the platform refuses, and a person decides. */
function destruction(change: Change, state: StateView): CallDraft {
  return draft({
    operation: "project.destroy",
    path: [idOf(state, change.address), "destroy"],
    body: { terminateJobs: false },
    scope: change.address,
    changes: [change],
    lane: projectLane(state, change.address),
  });
}
