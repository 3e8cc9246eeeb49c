import { keyAt } from "../../seed.ts";
import {
  type At,
  entries,
  field,
  filled,
  given,
  nullable,
  oneOf,
  only,
  optional,
  text,
  texts,
  whole,
} from "../../shape.ts";
import { everybody, grantable, type Level } from "../levels.ts";
import type { Project } from "../projects.ts";
import { regionName, standardRegion } from "../regions.ts";
import { defaultSettings, readSettings, settingNames } from "../settings.ts";
import { knownPayer, knownPrincipal, knownUser, type Names } from "./names.ts";

const keys = ["id", "name", "billTo", "region", "summary", "description", "tags", "properties", "createdBy"];

/** A project of a seed with its members. `adminsOf` finds who may have created what an org pays for. */
export function readProject(
  at: At,
  id: string,
  names: Names,
  adminOf: (org: string) => string | undefined,
  now: number,
): { readonly project: Project; readonly permissions: readonly [string, Level][] } {
  only(at, [...keys, "created", "version", "pendingTransfer", "permissions", ...settingNames]);
  const payer = field(at, "billTo");
  const billTo = knownPayer(payer, names);
  const listed = readPermissions(field(at, "permissions"), names);
  const createdBy =
    optional(field(at, "createdBy"), (one) => knownUser(one, names)) ?? guessCreator(billTo, listed, adminOf);
  if (createdBy === undefined) {
    return at.fail(
      `${at.path}.createdBy`,
      "must be given: neither the payer nor a member suggests a creator",
    );
  }
  const created = optional(field(at, "created"), (one) => whole(one, 0)) ?? now;
  const project: Project = {
    id,
    name: filled(field(at, "name")),
    billTo,
    region: optional(field(at, "region"), regionName) ?? standardRegion,
    summary: optional(field(at, "summary"), text) ?? "",
    description: optional(field(at, "description"), text) ?? "",
    tags: [...new Set(optional(field(at, "tags"), texts) ?? [])],
    properties: optional(field(at, "properties"), readProperties) ?? {},
    settings: { ...defaultSettings, ...readSettings(at, settingNames) },
    pendingTransfer:
      optional(field(at, "pendingTransfer"), (one) => nullable(one, (user) => knownUser(user, names))) ??
      null,
    version: optional(field(at, "version"), (one) => whole(one, 1)) ?? 1,
    createdBy,
    created,
    modified: created,
  };
  // As after /project/new: the creator is the only member.
  return { project, permissions: listed ?? [[createdBy, "ADMINISTER"]] };
}

function guessCreator(
  billTo: string,
  permissions: readonly [string, Level][] | undefined,
  adminOf: (org: string) => string | undefined,
): string | undefined {
  if (billTo.startsWith("user-")) return billTo;
  const administrator = permissions?.find(
    ([who, level]) => level === "ADMINISTER" && who.startsWith("user-"),
  );
  return administrator?.[0] ?? adminOf(billTo);
}

function readPermissions(at: At, names: Names): [string, Level][] | undefined {
  if (!given(at)) return undefined;
  return entries(at).map(([key, one]) => {
    const principal = knownPrincipal(keyAt(key, one), names);
    const level = oneOf(one, grantable);
    if (principal === everybody && level !== "VIEW") one.fail(one.path, "must be VIEW");
    return [principal, level];
  });
}

function readProperties(at: At): Record<string, string> {
  const properties: Record<string, string> = Object.create(null);
  for (const [key, value] of entries(at)) properties[key] = text(value);
  return properties;
}
