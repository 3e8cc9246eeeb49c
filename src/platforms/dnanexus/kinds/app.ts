import { defineKind } from "../../../model/kind.ts";
import { accountOf, foldPrincipal, organizationOf, patterns } from "./keys.ts";

/**
 * An app, by its name and not by an id: each version has an id of its own, and the lists of people belong to the name
 * (dnanexus.md §3.7; inferred).
 */
export const app = defineKind({
  name: "app",
  description:
    "An app billed to the organization. Apps are made by building them: Charter manages who may use and develop them.",
  parent: "organization",
  collection: "apps",
  key: {
    description: "`app-` and the app's name, which all its versions share.",
    pattern: "^app-[A-Za-z0-9][A-Za-z0-9._-]*$",
    example: "app-qc",
  },
  attributes: {},
  can: { create: false, update: false, delete: false },
  omission: "keep",
  manage: "authoritative",
  principal: false,
});

const listed = {
  parent: "app",
  attributes: {},
  can: { create: true, update: false, delete: true },
  omission: "remove",
  manage: "authoritative",
  principal: true,
  refers: organizationOf,
  names: accountOf,
} as const;

/** One call adds, one removes many (§3.7). */
function oneWrite({ action, parent }: { readonly action: string; readonly parent: string }): string {
  return `${action} ${parent}`;
}

export const authorizedUser = defineKind({
  ...listed,
  name: "authorized-user",
  description:
    "Who may run an app: users, members of organizations (with `appAccess`), or everybody (PUBLIC).",
  collection: "authorizedUsers",
  key: {
    description: "`user-…`, `org-…` or `PUBLIC`.",
    pattern: patterns.principal,
    person: true,
    example: "org-acme",
    fold: foldPrincipal,
  },
  together: oneWrite,
});

export const developer = defineKind({
  ...listed,
  name: "developer",
  description: "Who may publish versions of an app and say who may run and develop it.",
  collection: "developers",
  key: {
    description: "`user-…` or `org-…`.",
    pattern: patterns.userOrOrg,
    person: true,
    example: "user-alice",
    fold: foldPrincipal,
  },
  together: oneWrite,
});
