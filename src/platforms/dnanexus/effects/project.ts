import { type Address, addressOf, keyOf } from "../../../model/address.ts";
import { type CallDraft, plain } from "../../../model/call.ts";
import { put, remove } from "../../../model/delta.ts";
import type { Actor } from "../../../model/platform.ts";
import type { Resource } from "../../../model/resource.ts";
import type { Delta, StateView } from "../../../model/state.ts";
import type { Value } from "../../../model/value.ts";
import { text } from "../../../model/value.ts";
import { attributesFrom, projectDefaults } from "../fields.ts";
import { rankOf } from "../levels.ts";
import { grantAddress, grantResource } from "../resources.ts";

/** A new project has its creator as its only member, with ADMINISTER (dnanexus.md §3.5). */
export function created(call: CallDraft, actor: Actor): readonly Delta[] {
  const body = plain(call.body);
  const name = text(body.name);
  if (name === undefined) return [];
  const address = call.yields?.address ?? call.changes[0] ?? addressOf(call.scope, "projects", name);
  const resource: Resource = {
    address,
    kind: "project",
    key: keyOf(address),
    attributes: { ...projectDefaults(), ...dragged(undefined, body) },
  };
  return [put(resource), put(grantResource(address, actor.id, "ADMINISTER"))];
}

export function updated(state: StateView, call: CallDraft): readonly Delta[] {
  const live = state.get(call.scope);
  if (live === undefined) return [];
  const attributes = { ...live.attributes, ...dragged(live, plain(call.body)) };
  // It has another version from now on, which nobody knows (§6.17).
  const { version: _version, ...facts } = live.facts ?? {};
  return [put({ ...live, attributes, ...(live.facts === undefined ? {} : { facts }) })];
}

/** Switching downloads off restricts previews too, unless the same call says otherwise (§2.4). */
function dragged(live: Resource | undefined, body: Readonly<Record<string, Value>>): Record<string, Value> {
  const given = attributesFrom(body);
  const goesOff =
    given["overrides.download"] === "no-one" && live?.attributes["overrides.download"] !== "no-one";
  return goesOff ? { previewViewerRestricted: true, ...given } : given;
}

/** Only raises: nothing happens where the level is held already (§3.6). */
export function invited(state: StateView, call: CallDraft): readonly Delta[] {
  const body = plain(call.body);
  const [principal, level] = [text(body.invitee), text(body.level)];
  if (principal === undefined || level === undefined) return [];
  return rankOf(level) > levelAt(state, call.scope, principal)
    ? [put(granted(state, call.scope, principal, level))]
    : [];
}

/** Only lowers; null and NONE remove (§3.6). */
export function decreased(state: StateView, call: CallDraft): readonly Delta[] {
  const deltas: Delta[] = [];
  for (const [principal, level] of Object.entries(plain(call.body))) {
    if (rankOf(level) >= levelAt(state, call.scope, principal)) continue;
    deltas.push(
      rankOf(level) < 0
        ? remove(grantAddress(call.scope, principal))
        : put(granted(state, call.scope, principal, String(level))),
    );
  }
  return deltas;
}

/** The caller's own entry goes; what it holds through organizations stays (§2.2). */
export function left(state: StateView, call: CallDraft, actor: Actor): readonly Delta[] {
  const own = grantAddress(call.scope, actor.id);
  return state.get(own) === undefined ? [] : [remove(own)];
}

export function destroyed(call: CallDraft): readonly Delta[] {
  return [remove(call.scope)];
}

function levelAt(state: StateView, project: Address, principal: string): number {
  return rankOf(state.get(grantAddress(project, principal))?.attributes.level);
}

function granted(state: StateView, project: Address, principal: string, level: string): Resource {
  const live = state.get(grantAddress(project, principal));
  return live === undefined ? grantResource(project, principal, level) : { ...live, attributes: { level } };
}
