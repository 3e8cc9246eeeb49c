import { type At, entries, field, filled, optional, text, texts } from "../../shape.ts";
import { requireBillable, requirePhi } from "../billing.ts";
import type { Call } from "../call.ts";
import { notFound } from "../errors.ts";
import { makeId } from "../ids.ts";
import { findOrg } from "../orgs.ts";
import { insertProject, setPermission } from "../projects.ts";
import { regionName, standardRegions } from "../regions.ts";
import { plain, type Route } from "../route.ts";
import { apply, defaultSettings, readSettings, settableAtCreation } from "../settings.ts";
import { findUser, type User } from "../users.ts";

/** Making a project (dnanexus.md §3.5). There is no nonce: asking twice makes two. */
export const projectNewRoutes: readonly Route[] = [plain("project/new", "write", create)];

function create(call: Call): unknown {
  const { body, store, now } = call;
  const creator = findUser(store, call.user);
  if (creator === undefined) throw notFound(call.user);
  const name = filled(field(body, "name"));
  const billTo = optional(field(body, "billTo"), text) ?? creator.billTo;
  const settings = apply(defaultSettings, readSettings(body, settableAtCreation));
  const summary = optional(field(body, "summary"), text) ?? "";
  const description = optional(field(body, "description"), text) ?? "";
  const tags = [...new Set(optional(field(body, "tags"), texts) ?? [])];
  const properties = optional(field(body, "properties"), readProperties) ?? {};
  requireBillable(call, billTo);
  const region = regionFor(call, field(body, "region"), billTo, creator);
  if (settings.containsPHI) requirePhi(call, billTo);
  const id = makeId("project");
  insertProject(store, {
    id,
    name,
    billTo,
    region,
    summary,
    description,
    tags,
    properties,
    settings,
    pendingTransfer: null,
    version: 1,
    createdBy: call.user,
    created: now,
    modified: now,
  });
  setPermission(store, id, call.user, "ADMINISTER");
  return { id };
}

/** The region asked for, if the payer may use it; else the payer's own. */
function regionFor(call: Call, at: At, billTo: string, creator: User): string {
  const payer = findOrg(call.store, billTo);
  const region = optional(at, regionName);
  if (region === undefined) return payer?.defaultRegion ?? creator.defaultRegion;
  const permitted = payer?.permittedRegions ?? standardRegions;
  return permitted.includes(region) ? region : at.fail(at.path, `must be one of ${permitted.join(", ")}`);
}

function readProperties(at: At): Record<string, string> {
  const properties: Record<string, string> = Object.create(null);
  for (const [key, value] of entries(at)) properties[key] = text(value);
  return properties;
}
