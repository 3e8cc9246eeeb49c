import { Type } from "typebox";
import { optional, required } from "../../../model/attribute.ts";
import { defineKind } from "../../../model/kind.ts";
import { ceilings, coreFlags, orgLevels } from "../levels.ts";
import { accountOf, patterns } from "./keys.ts";

function power(description: string) {
  return optional(Type.Boolean({ description }), { default: false, ranks: [false, true] });
}

/** dnanexus.md §2.1, §3.3. */
export const member = defineKind({
  name: "member",
  description:
    "A user in an organization. An ADMIN has every power that goes with the level, so flags are written for MEMBER only. " +
    "Flags that are left out are not managed. Removing a member leaves the person's own grants and app access alone.",
  parent: "organization",
  collection: "members",
  key: {
    description: "The user's id: `user-` and the handle, in any case.",
    pattern: patterns.user,
    person: true,
    example: "user-alice",
    fold: (key) => key.toLowerCase(),
  },
  attributes: {
    level: required(
      Type.Enum(orgLevels, {
        description:
          "ADMIN manages the organization, its members and policies, and sees all that is billed to it.",
      }),
      { ranks: orgLevels },
    ),
    allowBillableActivities: optional(
      Type.Boolean({
        description: "May create projects and apps billed to the organization and bill downloads to it.",
      }),
      { default: coreFlags.allowBillableActivities, ranks: [false, true] },
    ),
    appAccess: optional(Type.Boolean({ description: "May use the apps that the organization may use." }), {
      default: coreFlags.appAccess,
      ranks: [false, true],
    }),
    projectAccess: optional(
      Type.Enum(ceilings, {
        description: "The most that the member gets from projects that are shared with the organization.",
      }),
      { default: coreFlags.projectAccess, ranks: ceilings },
    ),
    archivalManagement: power(
      "May archive and unarchive data of the organization's projects (by name; inferred).",
    ),
    cloudIntegrationManagement: power("May manage cloud integrations (by name; inferred)."),
    dataDeletion: power("May delete data of the organization's projects (by name; inferred)."),
    dataSearch: power("May search data of the organization's projects (by name; inferred)."),
    projectMemberDemotion: power(
      "May lower members of projects billed to the organization (by name; inferred).",
    ),
    treManagement: power("May run Trusted Research Environments."),
  },
  shorthand: "level",
  can: { create: true, update: true, delete: true },
  omission: "remove",
  manage: "authoritative",
  principal: true,
  implied: (desired, attribute) => desired.level === "ADMIN" && attribute !== "level",
  names: accountOf,
  // One setMemberAccess carries many members (§6.5).
  together: ({ action, parent }) => (action === "update" ? `setMemberAccess ${parent}` : undefined),
  check: (written, key) =>
    written.level === "ADMIN"
      ? Object.keys(written)
          .filter((name) => name !== "level")
          .map((attribute) => ({
            code: "admin-flags",
            message:
              `\`${attribute}\` cannot be written for the ADMIN ${key}: the level implies all flags. ` +
              "Take it out, or make the member a MEMBER.",
            attribute,
          }))
      : [],
});
