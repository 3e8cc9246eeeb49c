/**
 * Charter as a library: the functions that the command uses, typed, without console output, cancellable by
 * `AbortSignal`.
 *
 * @example
 * import { apply, plan } from "orgcharter";
 *
 * const planned = await plan({ directory: "organizations" });
 * if (planned.ok && planned.value.summary.stops === 0) {
 *   await apply({ directory: "organizations", plan: planned.value });
 * }
 */
import { definer } from "./config/define.ts";
import type { PlatformKinds } from "./platforms/registry.ts";

/**
 * Declares an organization in TypeScript. Everything that the YAML format knows, typed: a level that the platform does
 * not have is a compile error.
 *
 * @example
 * export default defineOrganization("dnanexus", {
 *   organization: "org-acme",
 *   members: { "user-alice": "ADMIN" },
 * });
 */
export const defineOrganization = definer<PlatformKinds>();

export type {
  Definition,
  OrganizationDefinition,
  PeopleDefinition,
  PersonDefinition,
} from "./config/define.ts";
export { definePeople } from "./config/define.ts";
export type { AccessRow } from "./model/access.ts";
export type { Configuration } from "./model/configuration.ts";
export type { DriftItem, DriftReport } from "./model/drift.ts";
export type { Finding, Position } from "./model/finding.ts";
export type { ApplyResult, ChangeOutcome } from "./model/outcome.ts";
export type { Plan, PlannedChange, PlanSection, PlanSummary, Stop } from "./model/plan.ts";
export type { Platform } from "./model/platform.ts";
export type { RunChange, RunLine, RunReport } from "./model/run.ts";
export { parsePlan, serializePlan } from "./plan/file.ts";
export { platforms } from "./platforms/registry.ts";
export * from "./run/index.ts";
export { type ExportTerraformOptions, exportTerraform, type ModuleFile } from "./terraform/export.ts";
