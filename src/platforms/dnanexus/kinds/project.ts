import { Type } from "typebox";
import { optional } from "../../../model/attribute.ts";
import { defineKind } from "../../../model/kind.ts";

function restriction(description: string) {
  return optional(Type.Boolean({ description }), { default: false, ranks: [true, false] });
}

function limit(description: string) {
  return optional(Type.Number({ minimum: 0, description }), { nullable: true, default: null });
}

/** dnanexus.md §2.4, §3.5. Tags and properties are missing here: they are data of the project's users, not settings. */
export const project = defineKind({
  name: "project",
  description:
    "A project billed to the organization. Leaving one out never removes it; only `state: absent` destroys it, with all " +
    "its data.",
  parent: "organization",
  collection: "projects",
  key: {
    description:
      "A label of your choice. The project's name defaults to it; `id` pins one where names are not unique.",
    pattern: "^[^\\s\\u0000-\\u001f\\u007f]([^\\u0000-\\u001f\\u007f]*[^\\s\\u0000-\\u001f\\u007f])?$",
    example: "raw-data",
  },
  attributes: {
    name: optional(Type.String({ minLength: 1, description: "Name that people see. Default: the label." })),
    summary: optional(Type.String({ description: "One line about the project." }), { default: "" }),
    description: optional(Type.String({ description: "What the project is about (Markdown)." }), {
      default: "",
    }),
    region: optional(
      Type.String({
        pattern: "^[a-z0-9]+:[a-z0-9-]+$",
        description: "Cloud region, such as `aws:us-east-1`. Fixed at creation; default: the actor's own.",
      }),
      { immutable: true },
    ),
    overrides: {
      copy: optional(
        Type.Enum(["all-members", "no-one"], { description: "Who may copy data out (`restricted`)." }),
        { default: "all-members", ranks: ["no-one", "all-members"] },
      ),
      delete: optional(
        Type.Enum(["contributors-and-admins", "admins-only"], {
          description: "Who may delete data (`protected`).",
        }),
        { default: "contributors-and-admins", ranks: ["admins-only", "contributors-and-admins"] },
      ),
      download: optional(
        Type.Enum(["all-members", "no-one"], {
          description:
            "Who may download data (`downloadRestricted`). Switching downloads off also switches " +
            "`previewViewerRestricted` on, and back: the platform couples the two, so write both or neither.",
        }),
        { default: "all-members", ranks: ["no-one", "all-members"] },
      ),
    },
    previewViewerRestricted: restriction("No file previews and viewers."),
    externalUploadRestricted: restriction("Uploads only from inside jobs."),
    databaseUIViewOnly: restriction("Viewers reach databases only through the user interface."),
    databaseResultsRestricted: optional(
      Type.Integer({ minimum: 1, description: "Smallest result size that viewers see; null: no limit." }),
      { nullable: true, default: null },
    ),
    containsPHI: optional(
      Type.Boolean({
        description:
          "Protected health information. Needs the payer's PHI feature. Can be switched on, never off again.",
      }),
      { default: false, oneWay: true },
    ),
    allowedExecutables: optional(
      Type.Array(Type.String({ pattern: "^(app|applet|globalworkflow|workflow)-\\S+$" }), {
        uniqueItems: true,
        description: "Only these may be run as root executions; null: all.",
      }),
      { nullable: true, default: null, unordered: true },
    ),
    httpsAppIsolatedBrowsing: optional(
      Type.Boolean({ description: "Run https apps in isolated browsing. Default false (inferred)." }),
      { default: false },
    ),
    httpsAppIsolatedBrowsingOptions: optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description:
          "Options of isolated browsing, handed to the platform as they are; null: none (inferred).",
      }),
      { nullable: true, default: null },
    ),
    egressBillTo: optional(
      Type.Enum(["projectBillTo", "downloaderBillTo"], { description: "Who pays for downloads." }),
    ),
    monthlyComputeLimit: limit("Spending limit for compute, per month; null: none (inferred)."),
    monthlyEgressBytesLimit: limit("Limit of bytes downloaded, per month; null: none (inferred)."),
    monthlyStorageLimit: limit("Spending limit for storage, per month; null: none (inferred)."),
    displayDataProtectionNotice: optional(
      Type.Boolean({
        description:
          "Show a data protection notice to those who open the project. That it can be set is inferred.",
      }),
      { default: false },
    ),
  },
  can: { create: true, update: true, delete: true },
  omission: "keep",
  manage: "authoritative",
  principal: false,
  labelled: {
    natural: (attributes) => (typeof attributes.name === "string" ? attributes.name : undefined),
    nameAttribute: "name",
  },
});
