/**
 * What the platform promises about its answers, as schemas. An answer that breaks the promise is a failure as a
 * whole: nothing is half read. Keys that no schema names are ignored, since they grow over time (dnanexus.md §6.22).
 */
import { type Static, type TSchema, type TUnsafe, Type } from "typebox";
import { contract, heldTo } from "../../http/contract.ts";
import type { Value } from "../../model/value.ts";
import { ceilings, orgLevels, projectLevels } from "./levels.ts";

export const { decode, malformed } = heldTo("DNAnexus promises");

const levelThere = Type.Enum(["NONE", ...projectLevels]);
const flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]));
const text = Type.Optional(Type.Union([Type.String(), Type.Null()]));
const number = Type.Optional(Type.Union([Type.Number(), Type.Null()]));
const id = (prefix: string) => Type.String({ pattern: `^${prefix}-.` });

/** Any JSON, but not deeper than so many levels: nobody shall bring us to follow it to the end of the stack. */
function json(levels: number): TUnsafe<Value> {
  const scalar = [Type.String(), Type.Number(), Type.Boolean(), Type.Null()];
  const inner = levels === 0 ? [] : [json(levels - 1)];
  return Type.Unsafe<Value>(
    Type.Union([...scalar, ...inner.flatMap((each) => [Type.Array(each), Type.Record(Type.String(), each)])]),
  );
}

/** Every find route: the end of a list is a `next` that is there and null, never one that is not there (§4). */
function list<S extends TSchema>(item: S) {
  return Type.Object({ results: Type.Array(item), next: Type.Unknown() });
}

const organizationFields = Type.Object({
  name: Type.String(),
  policies: Type.Optional(
    Type.Object({
      memberListVisibility: text,
      restrictProjectTransfer: text,
      jobReuse: flag,
      detailedJobMetricsCollectDefault: flag,
    }),
  ),
  samlIdP: text,
  /** The caller's own membership. */
  level: text,
  allowBillableActivities: flag,
  appAccess: flag,
  projectAccess: text,
});
export type OrganizationFields = Static<typeof organizationFields>;

const memberRecord = Type.Object({
  id: id("user"),
  level: Type.Enum(orgLevels),
  allowBillableActivities: Type.Boolean(),
  appAccess: Type.Boolean(),
  projectAccess: Type.Enum(ceilings),
  archivalManagement: flag,
  cloudIntegrationManagement: flag,
  dataDeletion: flag,
  dataSearch: flag,
  projectMemberDemotion: flag,
  treManagement: flag,
});
export type MemberRecord = Static<typeof memberRecord>;

const projectFields = Type.Object({
  version: number,
  name: Type.String(),
  summary: text,
  description: text,
  region: text,
  restricted: Type.Boolean(),
  protected: Type.Boolean(),
  downloadRestricted: Type.Boolean(),
  previewViewerRestricted: flag,
  externalUploadRestricted: flag,
  databaseUIViewOnly: flag,
  databaseResultsRestricted: number,
  containsPHI: flag,
  allowedExecutables: Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()])),
  httpsAppIsolatedBrowsing: flag,
  displayDataProtectionNotice: flag,
  httpsAppIsolatedBrowsingOptions: Type.Optional(
    Type.Union([Type.Record(Type.String(), json(3)), Type.Null()]),
  ),
  egressBillTo: text,
  monthlyComputeLimit: number,
  monthlyEgressBytesLimit: number,
  monthlyStorageLimit: number,
});

/** Described whatever the caller's own level: the vendor's client prints every name (dnanexus.md §7.2). */
const projectEntry = Type.Object({ id: id("project"), level: levelThere, describe: projectFields });
export type ProjectEntry = Static<typeof projectEntry>;

const appEntry = Type.Object({
  id: id("app"),
  describe: Type.Object({ name: Type.String({ minLength: 1 }) }),
});

const organizationEntry = Type.Object({ id: id("org"), describe: Type.Optional(organizationFields) });
export type OrganizationEntry = Static<typeof organizationEntry>;

export const answers = {
  whoami: contract(Type.Object({ id: id("user") })),
  organization: contract(organizationFields),
  organizations: contract(list(organizationEntry)),
  members: contract(list(memberRecord)),
  projects: contract(list(projectEntry)),
  projectIds: contract(list(Type.Object({ id: id("project") }))),
  /** `permissions` is opt-in: an answer without it says nothing about who is there (§6.6). */
  permissions: contract(Type.Object({ permissions: Type.Record(Type.String(), Type.Enum(projectLevels)) })),
  apps: contract(list(appEntry)),
  authorizedUsers: contract(Type.Object({ authorizedUsers: Type.Array(Type.String()) })),
  developers: contract(Type.Object({ developers: Type.Array(Type.String()) })),
  settings: contract(Type.Record(Type.String(), Type.Unsafe<Value>({}))),
  anything: contract(Type.Object({})),
};
