/** What a write replaces as a whole, as it is right before: two writers would undo each other (cloud-elements.md §3b, §3e). */
import type { WritePolicy } from "../../model/protocol.ts";
import { isRecord, type Value } from "../../model/value.ts";
import { answers, decode } from "./contract.ts";
import { policyAttributes, policyBody } from "./policy.ts";
import { get } from "./requests.ts";
import { roleBody } from "./role-body.ts";

type Reading = NonNullable<WritePolicy["current"]>;

/** Of the roles that the request writes, in its order; one that is gone is left out. */
export const currentPrivileges: Reading = async (reader, request) => {
  const read = decode(answers.roles, await reader.read(get(["organizations", "roles"])), "roles");
  if (!read.ok) return read;
  const written: readonly Value[] = Array.isArray(request.body) ? request.body : [];
  const value = written.flatMap((each) => {
    const role = read.value.find(({ id }) => isRecord(each) && String(id) === String(each.id));
    return role === undefined
      ? []
      : [
          roleBody(
            { ...role, id: Number(role.id) },
            role.privileges.map(({ key }) => key),
          ),
        ];
  });
  return { ok: true, value };
};

export const currentPolicy: Reading = async (reader) => {
  const read = decode(answers.organization, await reader.read(get(["organizations", "me"])), "organization");
  return read.ok ? { ok: true, value: policyBody(policyAttributes(read.value.passwordPolicy)) } : read;
};
