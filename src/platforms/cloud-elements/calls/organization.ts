import type { CallDraft } from "../../../model/call.ts";
import type { Change } from "../../../model/change.ts";
import type { Value } from "../../../model/value.ts";
import { isAcceptable, isOfPolicy, policyBody } from "../policy.ts";
import { draft } from "./draft.ts";

/** The second factor goes last: where the server knows no call for it, all else has been done (cloud-elements.md §6). */
export function organizationCalls(change: Change): readonly CallDraft[] {
  const names = change.attributes.map(({ name }) => name);
  const calls: CallDraft[] = [];
  if (names.some(isOfPolicy)) calls.push(policy(change));
  if (names.includes("name")) calls.push(renaming(change));
  if (names.some((name) => name.startsWith("twoFactorAuth"))) calls.push(twoFactor(change));
  return calls;
}

const me = { method: "PUT", path: ["organizations", "me"] } as const;

function renaming(change: Change): CallDraft {
  return draft({
    ...me,
    operation: "organization.rename",
    body: { name: change.after?.name ?? null },
    scope: change.address,
    changes: [change],
  });
}

/** Both fields, as far as they are known (§3b; inferred). */
function twoFactor(change: Change): CallDraft {
  const body: Record<string, Value> = {};
  for (const name of ["twoFactorAuthEnabled", "twoFactorAuthMethod"]) {
    const value = change.after?.[name];
    if (value !== undefined) body[name] = value;
  }
  const says = body.twoFactorAuthEnabled !== true || body.twoFactorAuthMethod !== undefined;
  return draft({
    ...me,
    operation: says ? "organization.setTwoFactor" : "organization.setTwoFactorWithoutMethod",
    body,
    scope: change.address,
    changes: [change],
  });
}

/** All eight fields: what is not written stays as it is live (§3b). */
function policy(change: Change): CallDraft {
  const body = policyBody(change.after ?? {});
  return draft({
    operation: isAcceptable(body) ? "organization.setPolicy" : "organization.setUnacceptablePolicy",
    method: "PUT",
    path: ["organizations", "password-policies"],
    body,
    replaces: policyBody(change.before ?? {}),
    scope: change.address,
    changes: [change],
  });
}
