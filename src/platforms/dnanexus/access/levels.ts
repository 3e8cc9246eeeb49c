/** What a level allows, from least to most, and what takes parts of it away (dnanexus.md §2.1–§2.4). */
import type { Withheld } from "../../../model/access.ts";
import type { Attributes } from "../../../model/resource.ts";
import { adminFlags, newerFlags, rankOf } from "../levels.ts";

/**
 * Of an organization: LIST its members, BILL it, TRANSFER projects away from it, and the newer flags by their own
 * names. DATABASE: query database objects outside the user interface. UPLOAD: from outside the platform, not from a
 * job. RUN: executions in a project, or an app. DEVELOP: an app. ADMINISTER: share and configure.
 */
export const actions: readonly string[] = [
  "VIEW",
  "LIST",
  "PREVIEW",
  "DATABASE",
  "COPY",
  "DOWNLOAD",
  "UPLOAD",
  "EDIT",
  "RUN",
  "DELETE",
  "BILL",
  "TRANSFER",
  "DEVELOP",
  ...newerFlags,
  "ADMINISTER",
];

/** The least level for each action in a project; DELETE may take more, see below. */
const leastInProject = {
  VIEW: "VIEW",
  PREVIEW: "VIEW",
  DATABASE: "VIEW",
  COPY: "VIEW",
  DOWNLOAD: "VIEW",
  UPLOAD: "UPLOAD",
  EDIT: "CONTRIBUTE",
  RUN: "CONTRIBUTE",
  DELETE: "CONTRIBUTE",
  ADMINISTER: "ADMINISTER",
} as const;

type InProject = keyof typeof leastInProject;

/**
 * | setting | takes away |
 * | --- | --- |
 * | copy: no-one | COPY from all |
 * | delete: admins-only | DELETE from all below ADMINISTER |
 * | download: no-one | DOWNLOAD and DATABASE from all |
 * | previewViewerRestricted | PREVIEW from all |
 * | externalUploadRestricted | UPLOAD from all |
 * | databaseUIViewOnly | DATABASE from VIEW |
 */
export function actionsInProject(
  level: string,
  settings: Attributes,
): { readonly actions: readonly string[]; readonly withheld: readonly Withheld[] } {
  const noDownload = settings["overrides.download"] === "no-one" && "overrides.download";
  const taken: Readonly<Partial<Record<InProject, string | false>>> = {
    COPY: settings["overrides.copy"] === "no-one" && "overrides.copy",
    DELETE: settings["overrides.delete"] === "admins-only" && level !== "ADMINISTER" && "overrides.delete",
    DOWNLOAD: noDownload,
    DATABASE:
      noDownload || (settings.databaseUIViewOnly === true && level === "VIEW" && "databaseUIViewOnly"),
    PREVIEW: settings.previewViewerRestricted === true && "previewViewerRestricted",
    UPLOAD: settings.externalUploadRestricted === true && "externalUploadRestricted",
  };
  const allowed: InProject[] = [];
  const withheld: Withheld[] = [];
  for (const action of Object.keys(leastInProject) as InProject[]) {
    if (rankOf(level) < rankOf(leastInProject[action])) continue;
    const by = taken[action] ?? false;
    if (by === false) allowed.push(action);
    else withheld.push({ action, by });
  }
  return { actions: inOrder(allowed), withheld };
}

/** Of one member; a policy that names MEMBER or PUBLIC gives to every member what an ADMIN has anyway. */
export function actionsInOrganization(member: Attributes, organization: Attributes): readonly string[] {
  const admin = member.level === "ADMIN";
  const has = new Set<string>(["VIEW"]);
  const open = (policy: unknown) => admin || policy === "MEMBER" || policy === "PUBLIC";
  if (open(organization["policies.memberListVisibility"])) has.add("LIST");
  if (open(organization["policies.restrictProjectTransfer"])) has.add("TRANSFER");
  if (admin || member.allowBillableActivities === true) has.add("BILL");
  if (admin) has.add("ADMINISTER");
  for (const flag of newerFlags) if (admin ? adminFlags.includes(flag) : member[flag] === true) has.add(flag);
  return actions.filter((action) => has.has(action));
}

function inOrder(some: readonly string[]): readonly string[] {
  const has = new Set(some);
  return actions.filter((action) => has.has(action));
}
