import { Type } from "typebox";
import { required } from "../../../model/attribute.ts";
import { defineKind } from "../../../model/kind.ts";
import type { Resource } from "../../../model/resource.ts";
import { allows, roles } from "../roles.ts";
import { emailKey, membershipOf } from "./keys.ts";

function role(description: string) {
  return required(Type.Enum(roles, { description }), { ranks: allows });
}

const person = {
  collection: "members",
  key: emailKey,
  shorthand: "role",
  can: { create: true, update: true, delete: true },
  omission: "remove",
  manage: "authoritative",
  principal: true,
  account: ({ id }: Resource) => id,
  // One call adds many (marketplace.md §3.2 M2, §3.3 T7); roles are changed and people removed one by one.
  together: ({ action, parent }: { readonly action: string; readonly parent: string }) =>
    action === "create" ? `add to ${parent}` : undefined,
} as const;

/** marketplace.md §3.2. */
export const member = defineKind({
  ...person,
  name: "member",
  description:
    "A person in an organization, with one role. People are added at once, without an invitation, and must have an account " +
    "in the portal. Removing one also ends all of their team memberships.",
  parent: "organization",
  attributes: {
    role: role(
      "viewer sees, reviewer also approves, editor sees and edits data and applications, maintainer does all of it and " +
        "decides about members, teams and the organization. An editor cannot approve.",
    ),
  },
});

/** marketplace.md §3.3. */
export const teamMember = defineKind({
  ...person,
  name: "team-member",
  description: "A member of the organization in one of its teams, with a role of its own there.",
  parent: "team",
  attributes: {
    role: role("What the person may do with applications that are shared with the team."),
  },
  refers: (seat) => [membershipOf(seat)],
  // Who leaves the organization leaves its teams (§5.6, §6.4).
  goesWith: (seat) => [membershipOf(seat)],
});
