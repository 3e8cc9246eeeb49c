/** What can be done with a configuration; each takes options and gives a {@link Result}. Nothing here prints. */
export { type AccessOptions, access } from "./access.ts";
export { type Applied, type ApplyOptions, apply } from "./apply.ts";
export { type DriftOptions, drift } from "./drift.ts";
export { type ImportedFile, type ImportOptions, importOrganizations } from "./import/import.ts";
export type { Progress, Result, RunOptions } from "./options.ts";
export { type PlanOptions, plan } from "./plan.ts";
export { listRuns, showRun } from "./runs.ts";
export { type BrokenLock, listLocks, unlock } from "./unlock.ts";
export { validate } from "./validate.ts";
