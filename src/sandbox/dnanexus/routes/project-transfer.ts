import { bool, field, nullable, optional, text } from "../../shape.ts";
import { requireBillable, requirePhi, requireRelease } from "../billing.ts";
import type { Call } from "../call.ts";
import { denied, invalidState } from "../errors.ts";
import { anyone, atLeast } from "../permissions.ts";
import { resolveUser } from "../principals.ts";
import { type Project, setPermission, updateProject } from "../projects.ts";
import { onProject, type Route } from "../route.ts";

/** Handing a project to another payer in two steps (dnanexus.md §3.6, §5). */
export const projectTransferRoutes: readonly Route[] = [
  onProject("transfer", "locked", atLeast("ADMINISTER"), transfer),
  onProject("acceptTransfer", "locked", anyone, acceptTransfer),
];

/** Offers it to a user; null takes the offer back (inferred). */
function transfer(call: Call, project: Project): unknown {
  const { body, store } = call;
  const named = nullable(field(body, "invitee"), text);
  optional(field(body, "suppressEmailNotification"), bool);
  requireRelease(call, project);
  const pendingTransfer = named === null ? null : resolveUser(store, named);
  updateProject(store, { ...project, pendingTransfer, modified: call.now });
  return { id: project.id };
}

/** Who accepts becomes ADMINISTER; the former members stay. */
function acceptTransfer(call: Call, project: Project): unknown {
  const { store, user } = call;
  if (project.pendingTransfer !== null && project.pendingTransfer !== user) {
    throw denied(`${project.id} was not offered to ${user}`);
  }
  const billTo = text(field(call.body, "billTo"));
  if (project.pendingTransfer === null) throw invalidState(`No transfer of ${project.id} is pending`);
  requireBillable(call, billTo);
  if (project.settings.containsPHI) requirePhi(call, billTo);
  updateProject(store, { ...project, billTo, pendingTransfer: null, modified: call.now });
  setPermission(store, project.id, user, "ADMINISTER");
  return { id: project.id };
}
