import type { Body, CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import type { Value } from "../../../model/value.ts";
import { draft } from "./draft.ts";

/** Policies that `/org/new` takes; the others are set right after (dnanexus.md §3.2). */
const atCreation = ["memberListVisibility", "restrictProjectTransfer"];

export function organizationCalls(change: Change): readonly CallDraft[] {
  if (change.action === "create") return creation(change);
  const body = settings(change.attributes.map(({ name, after }) => [name, after]));
  return body === null ? [] : [update(change, body)];
}

function creation(change: Change): readonly CallDraft[] {
  const handle = change.key.slice("org-".length);
  const { name, ...rest } = change.after ?? {};
  const wanted = Object.entries(rest);
  const [early, late] = [
    settings(wanted.filter(isEarly)),
    settings(wanted.filter((entry) => !isEarly(entry))),
  ];
  const create = draft({
    operation: "org.new",
    path: ["org", "new"],
    body: {
      handle,
      name: typeof name === "string" ? name : handle,
      ...early,
      // The same text whenever this call is sent: a second sending finds the organization that the first one made.
      nonce: { $ref: "nonce" },
    },
    scope: change.address,
    changes: [change],
    yields: { address: change.address, pointer: "/id" },
  });
  return late === null ? [create] : [create, { ...update(change, late), after: [0] }];
}

function isEarly([name]: readonly [string, Value]): boolean {
  return atCreation.some((policy) => name === `policies.${policy}`);
}

function update(change: Change, body: Body): CallDraft {
  return draft({
    operation: "org.update",
    path: [change.key, "update"],
    body,
    scope: change.address,
    changes: [change],
  });
}

const policyDefaults: Readonly<Record<string, Value>> = {
  memberListVisibility: "ADMIN",
  restrictProjectTransfer: "ADMIN",
};

/** A body of `update`: what is not in it stays as it is, policies one by one. Null where nothing is to be said. */
function settings(wanted: readonly (readonly [string, Value])[]): { readonly [name: string]: Value } | null {
  const body: Record<string, Value> = Object.create(null);
  const policies: Record<string, Value> = Object.create(null);
  for (const [name, value] of wanted) {
    if (!name.startsWith("policies.")) {
      if (value !== null) body[name] = value;
      continue;
    }
    const policy = name.slice("policies.".length);
    const meant = value ?? policyDefaults[policy];
    if (meant !== undefined) policies[policy] = meant;
  }
  if (Object.keys(policies).length > 0) body.policies = policies;
  return Object.keys(body).length > 0 ? body : null;
}
