/** The role × action table (datica.md §2, §3). Roles are those that `standing` gives. */
import type { ActionRule, Rules } from "../../model/rules.ts";
import type { Operation } from "./writes.ts";

const owners = ["organization:owner"];
const admins = ["organization:admin", "organization:owner"];
const groupKeepers = ["organization:owner", "group:Admins"];
/** No account is this. */
const nobody = ["Datica itself"];

const actions: Readonly<Record<Operation, ActionRule>> = {
  "organization.update": { title: "change the organization", roles: owners, source: "§3b" },
  "invite.send-member": { title: "invite members", roles: admins, source: "§2, §3a" },
  "invite.send-admin": { title: "invite admins", roles: owners, source: "§2 (inferred)" },
  "invite.revoke": { title: "revoke invites", roles: admins, source: "§3a (inferred)" },
  "member.set-role": { title: "change roles", roles: owners, source: "§2, §3b" },
  "member.remove-member": { title: "remove members", roles: admins, source: "§2 (inferred)" },
  "member.remove-any": { title: "remove admins and owners", roles: owners, source: "§2 (inferred)" },
  "environment.rename": { title: "rename the environment", roles: admins, source: "§3a (inferred)" },
  "environment.grant": { title: "give access to the environment", roles: admins, source: "§2" },
  "environment.revoke": { title: "take access to the environment", roles: admins, source: "§2" },
  "group.create": { title: "create groups", roles: groupKeepers, source: "§3b (inferred)" },
  "group.update": { title: "change the group", roles: groupKeepers, source: "§3b (inferred)" },
  "group.delete": { title: "delete the group", roles: groupKeepers, source: "§3b (inferred)" },
  "group.join": { title: "put people into the group", roles: groupKeepers, source: "§3b (inferred)" },
  "group.leave": { title: "take people out of the group", roles: groupKeepers, source: "§3b (inferred)" },
  "group.update-protected": { title: "change this protected group", roles: nobody, source: "§2, §3b" },
  "group.delete-protected": { title: "delete this protected group", roles: nobody, source: "§2, §3b" },
};

export const rules: Rules = {
  actions,
  invariants: [
    {
      name: "last-owner",
      kind: "member",
      // Who is only invited can do nothing yet.
      holds: ({ attributes, pending }) => attributes.role === "owner" && pending === undefined,
      minimum: 1,
      admins: true,
      title: "owners of the organization",
    },
  ],
};
