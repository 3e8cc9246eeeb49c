import type { Store } from "../store.ts";
import type { Describable, FieldSet } from "./fields.ts";
import type { Level } from "./levels.ts";
import { type Project, permissionsOf } from "./projects.ts";

/** What a project says of itself to somebody with a level in it (dnanexus.md §3.5). Members are told on request only. */
export function describableProject(store: Store, project: Project, level: Level): Describable {
  const { settings } = project;
  const standard: FieldSet = {
    id: () => project.id,
    class: () => "project",
    name: () => project.name,
    summary: () => project.summary,
    description: () => project.description,
    billTo: () => project.billTo,
    // The caller's effective level, never an explicit entry (§6.7).
    level: () => level,
    region: () => project.region,
    created: () => project.created,
    modified: () => project.modified,
    createdBy: () => ({ user: project.createdBy }),
    version: () => project.version,
    tags: () => project.tags,
    protected: () => settings.protected,
    restricted: () => settings.restricted,
    downloadRestricted: () => settings.downloadRestricted,
    previewViewerRestricted: () => settings.previewViewerRestricted,
    externalUploadRestricted: () => settings.externalUploadRestricted,
    containsPHI: () => settings.containsPHI,
    databaseUIViewOnly: () => settings.databaseUIViewOnly,
    databaseResultsRestricted: () => settings.databaseResultsRestricted,
    allowedExecutables: () => settings.allowedExecutables,
    httpsAppIsolatedBrowsing: () => settings.httpsAppIsolatedBrowsing,
    displayDataProtectionNotice: () => settings.displayDataProtectionNotice,
    pendingTransfer: () => project.pendingTransfer,
    provider: () => project.region.split(":", 1)[0] ?? null,
    ...emptyProject,
  };
  const onRequest: FieldSet = {
    permissions: () => permissionsOf(store, project.id),
    properties: () => project.properties,
    // Nothing is ever run here, so nothing is cached.
    appCaches: () => ({}),
    egressBillTo: () => settings.egressBillTo,
    httpsAppIsolatedBrowsingOptions: () => settings.httpsAppIsolatedBrowsingOptions,
    monthlyComputeLimit: () => settings.monthlyComputeLimit,
    monthlyEgressBytesLimit: () => settings.monthlyEgressBytesLimit,
    monthlyStorageLimit: () => settings.monthlyStorageLimit,
  };
  return { standard, onRequest };
}

/** What is true of every project here: it holds no data, and nobody spends anything. */
const emptyProject: FieldSet = {
  dataUsage: () => 0,
  sponsoredDataUsage: () => 0,
  remoteDataUsage: () => 0,
  archivedDataUsage: () => 0,
  totalSponsoredEgressBytes: () => 0,
  consumedSponsoredEgressBytes: () => 0,
  atSpendingLimit: () => false,
  defaultInstanceType: () => null,
  cloudAccount: () => null,
};
