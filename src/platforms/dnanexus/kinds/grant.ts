import { Type } from "typebox";
import { required } from "../../../model/attribute.ts";
import { defineKind } from "../../../model/kind.ts";
import { projectLevels } from "../levels.ts";
import { accountOf, everybody, foldPrincipal, organizationOf, patterns } from "./keys.ts";

/** dnanexus.md §2.2, §3.6. */
export const grant = defineKind({
  name: "grant",
  description:
    "What a user, an organization or everybody (PUBLIC) may do in a project. Members of an organization get its level, " +
    "at most their own `projectAccess`.",
  parent: "project",
  collection: "grants",
  key: {
    description: "`user-…`, `org-…` or `PUBLIC` (everybody, VIEW only).",
    pattern: patterns.principal,
    person: true,
    example: "org-acme",
    fold: foldPrincipal,
  },
  attributes: {
    level: required(
      Type.Enum(projectLevels, {
        description:
          "VIEW reads (and by default copies and downloads), UPLOAD adds data, CONTRIBUTE changes it and runs " +
          "executions, ADMINISTER also shares and configures the project.",
      }),
      { ranks: projectLevels },
    ),
  },
  shorthand: "level",
  can: { create: true, update: true, delete: true },
  omission: "remove",
  manage: "authoritative",
  principal: true,
  refers: organizationOf,
  names: accountOf,
  // One decreasePermissions lowers and removes many; every raise is an invitation of its own (§6.2).
  together: ({ action, parent }) => (action === "create" ? undefined : `permissions ${parent}`),
  // An ADMIN of the paying organization may invite itself to a project that it cannot read (§2.2, §6.8).
  unlocks: true,
  check: (written, key) =>
    key === everybody && written.level !== "VIEW"
      ? [
          {
            code: "public-level",
            message: `PUBLIC can only have VIEW, not ${String(written.level)}. Write \`PUBLIC: VIEW\` or take it out.`,
            attribute: "level",
          },
        ]
      : [],
});
