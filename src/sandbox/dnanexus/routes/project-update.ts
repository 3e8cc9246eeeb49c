import { entries, field, filled, optional, text, whole } from "../../shape.ts";
import { requireBillable, requirePhi, requireRelease } from "../billing.ts";
import type { Call } from "../call.ts";
import { invalidInput, invalidState } from "../errors.ts";
import { atLeast } from "../permissions.ts";
import { type Project, updateProject } from "../projects.ts";
import { onProject, type Route } from "../route.ts";
import { apply, readSettings, type Settings, settingNames } from "../settings.ts";

/** Changing a project's name, flags and payer (dnanexus.md §3.5). */
export const projectUpdateRoutes: readonly Route[] = [
  onProject("update", "locked", atLeast("ADMINISTER"), update),
];

function update(call: Call, project: Project): unknown {
  const { body, store } = call;
  const version = optional(field(body, "version"), (at) => whole(at, 0));
  const wanted = readSettings(body, settingNames);
  const billTo = optional(field(body, "billTo"), text) ?? project.billTo;
  const changed = {
    ...project,
    name: optional(field(body, "name"), filled) ?? project.name,
    summary: optional(field(body, "summary"), text) ?? project.summary,
    description: optional(field(body, "description"), text) ?? project.description,
    settings: apply(project.settings, wanted),
    billTo,
    version: project.version + 1,
    modified: call.now,
  };
  // The type is open (§8.2).
  if (version !== undefined && version !== project.version) {
    throw invalidState(`${project.id} has version ${project.version}, not ${version}`);
  }
  refuseTrap(project.settings, wanted);
  // The same payer again is no change: the reference client repeats this call after a lost answer (§4).
  if (billTo !== project.billTo) {
    requireBillable(call, billTo);
    requireRelease(call, project);
  }
  const phiAnew = !project.settings.containsPHI || billTo !== project.billTo;
  if (changed.settings.containsPHI && phiAnew) requirePhi(call, billTo);
  if (entries(body).some(([key]) => key !== "version")) updateProject(store, changed);
  return { id: project.id };
}

/**
 * The couplings of §2.4: PHI is one-way; and while the preview is restricted, downloads cannot be opened. Whether
 * one call may lift both is not known; here it may not, so that what works here works there.
 */
function refuseTrap(current: Settings, wanted: Partial<Settings>): void {
  if (current.containsPHI && wanted.containsPHI === false) {
    throw invalidInput('"containsPHI" cannot be unset once it is set');
  }
  const opens = current.downloadRestricted && wanted.downloadRestricted === false;
  if (opens && current.previewViewerRestricted) {
    throw invalidInput('"downloadRestricted" cannot be unset while "previewViewerRestricted" is set');
  }
}
