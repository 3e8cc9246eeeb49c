import { Type } from "typebox";
import { optional } from "../../../model/attribute.ts";
import { defineKind } from "../../../model/kind.ts";
import { patterns } from "./keys.ts";

/** dnanexus.md §2.3, §3.2. */
export const organization = defineKind({
  name: "organization",
  description:
    "A group of people for sharing, app access and billing. Organizations do not nest. One can be created and changed; " +
    "the platform has no dependable way to delete one, so empty it instead.",
  parent: null,
  collection: "organizations",
  key: {
    description: "`org-` and the handle, which is unique whatever its case and cannot be changed.",
    pattern: patterns.org,
    example: "org-acme",
    fold: (key) => key.toLowerCase(),
  },
  attributes: {
    name: optional(
      Type.String({
        minLength: 1,
        description: "Name that people see. A new organization is named after its handle.",
      }),
    ),
    policies: {
      memberListVisibility: optional(
        Type.Enum(["ADMIN", "MEMBER", "PUBLIC"], {
          description: "Least membership that may list the members and see another member's level and flags.",
        }),
        { default: "ADMIN", ranks: ["ADMIN", "MEMBER", "PUBLIC"] },
      ),
      restrictProjectTransfer: optional(
        Type.Enum(["ADMIN", "MEMBER"], {
          description:
            "Least membership that may move a project billed to the organization to another payer.",
        }),
        { default: "ADMIN", ranks: ["ADMIN", "MEMBER"] },
      ),
      jobReuse: optional(
        Type.Boolean({
          description: "Reuse the outputs of equal jobs in projects billed to the organization.",
        }),
      ),
      detailedJobMetricsCollectDefault: optional(
        Type.Boolean({ description: "Collect detailed job metrics unless a job says otherwise." }),
      ),
    },
    samlIdP: optional(
      Type.String({ description: "Identity provider (SAML) that the organization's members sign in with." }),
    ),
  },
  can: { create: true, update: true, delete: false },
  omission: "keep",
  manage: "authoritative",
  principal: false,
});
