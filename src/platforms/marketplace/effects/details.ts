import { addressOf, keyOf } from "../../../model/address.ts";
import { type CallDraft, plain } from "../../../model/call.ts";
import { put, remove } from "../../../model/delta.ts";
import type { Actor } from "../../../model/platform.ts";
import type { Delta, StateView } from "../../../model/state.ts";
import { text } from "../../../model/value.ts";
import { factsOf } from "../read/organizations.ts";
import { detailsOf, personResource } from "../resources.ts";

/** Whoever creates an organization is its first member, and maintainer (marketplace.md §5.1). */
export function organizationCreated(call: CallDraft, actor: Actor): readonly Delta[] {
  const { name, description } = plain(call.body);
  if (typeof name !== "string") return [];
  const address = call.scope;
  const { userId } = actor.facts ?? {};
  const id = typeof userId === "string" ? userId : undefined;
  return [
    put({
      address,
      kind: "organization",
      key: keyOf(address),
      attributes: detailsOf(name, text(description)),
      facts: factsOf(actor, "maintainer"),
    }),
    put(personResource("member", address, { email: actor.id, role: "maintainer", id })),
  ];
}

/** A new team is empty, whoever creates it (§3.3 T2). */
export function teamCreated(call: CallDraft): readonly Delta[] {
  const { name, description } = plain(call.body);
  if (typeof name !== "string") return [];
  const address = call.yields?.address ?? addressOf(call.scope, "teams", name);
  return [
    put({
      address,
      kind: "team",
      key: keyOf(address),
      attributes: detailsOf(name, text(description)),
    }),
  ];
}

/** A full replacement: a description that is left out is emptied (§6.8). */
export function updated(state: StateView, call: CallDraft): readonly Delta[] {
  const live = state.get(call.scope);
  const { name, description } = plain(call.body);
  if (live === undefined || typeof name !== "string") return [];
  return [put({ ...live, attributes: detailsOf(name, text(description)) })];
}

/** All that is in it goes along; applications and, of a team, people stay where they belong (§5.3, §3.3 T5). */
export function deleted(call: CallDraft): readonly Delta[] {
  return [remove(call.scope)];
}
