import { isWithin, keyOf, rootOf } from "../../../model/address.ts";
import { type CallDraft, plain } from "../../../model/call.ts";
import { put, remove } from "../../../model/delta.ts";
import type { Actor } from "../../../model/platform.ts";
import type { Delta, StateView } from "../../../model/state.ts";
import { text } from "../../../model/value.ts";
import { ownerResource, projectResource } from "../resources.ts";

/** Whoever creates an organization owns it (cloud-console.md §2). */
export function created(call: CallDraft, actor: Actor): readonly Delta[] {
  const address = call.yields?.address ?? call.scope;
  return [
    put({
      address,
      kind: "organization",
      key: keyOf(address),
      attributes: { name: text(plain(call.body).name) ?? "" },
      facts: { role: "owner" },
    }),
    put(ownerResource(address, actor.id)),
  ];
}

/** The name is all that can change of an organization, a project or a group. */
export function renamed(state: StateView, call: CallDraft): readonly Delta[] {
  const live = state.get(call.scope);
  const name = text(plain(call.body).name);
  return live === undefined || name === undefined
    ? []
    : [put({ ...live, attributes: { ...live.attributes, name } })];
}

/** A new project is in no group. Its name and region stand in the path (§3.1 P2). */
export function projectCreated({ yields, scope, path }: CallDraft): readonly Delta[] {
  const [app, name] = [path[2], path.at(-1)];
  const region = typeof app === "string" ? /^gotham-(.*)-identity$/.exec(app)?.[1] : undefined;
  if (region === undefined || typeof name !== "string") return [];
  const key = yields === undefined ? name : keyOf(yields.address);
  return [put(projectResource(scope, key, { name, region }))];
}

/** It leaves every group (§3.1 P5). */
export function projectDeleted(state: StateView, { scope }: CallDraft): readonly Delta[] {
  const links = [...state.named("group-project", keyOf(scope))].filter(({ address }) =>
    isWithin(address, rootOf(scope)),
  );
  return [remove(scope), ...links.map(({ address }) => remove(address))];
}
