import { addressOf, collectionOf } from "../../src/model/address.ts";
import type { DesiredState } from "../../src/model/configuration.ts";
import { attributesOf, type Kind, type Manage } from "../../src/model/kind.ts";
import { type Attributes, type Desired, emptyAttributes, type Resource } from "../../src/model/resource.ts";
import { grant } from "../../src/platforms/dnanexus/kinds/grant.ts";
import { member } from "../../src/platforms/dnanexus/kinds/member.ts";
import { organization } from "../../src/platforms/dnanexus/kinds/organization.ts";
import { project } from "../../src/platforms/dnanexus/kinds/project.ts";
import type { MemberLevel, Model } from "./mapping.ts";

/** What reading the generated files gives: the same as {@link layOut} and the loader, without the detour. */
export function desiredState(model: Model): DesiredState {
  const resources = new Map<string, Desired>();
  const managed = new Map<string, Manage>();
  const put = (kind: Kind, parent: string | null, key: string, attributes: Attributes): string => {
    const address = addressOf(parent, kind.collection, key);
    resources.set(address, { address, kind: kind.name, key, attributes });
    return address;
  };
  const manage = (kind: Kind, parent: string): void => {
    managed.set(collectionOf(parent, kind.collection), kind.manage);
  };
  for (const of of model.values()) {
    const home = put(organization, null, of.id, { name: of.name });
    manage(member, home);
    for (const [id, level] of of.members) put(member, home, id, { level });
    if (of.projects.size > 0) manage(project, home);
    for (const { name, grants } of of.projects.values()) {
      const place = put(project, home, name, { name });
      manage(grant, place);
      for (const [principal, level] of grants) put(grant, place, principal, { level });
    }
  }
  return { resources, managed };
}

/** What the platform reports of such a state, projects under their ids. */
export function liveResources(model: Model): readonly Resource[] {
  const resources: Resource[] = [];
  const put = (
    kind: Kind,
    parent: string | null,
    key: string,
    attributes: Attributes,
    id?: string,
  ): string => {
    const address = addressOf(parent, kind.collection, key);
    const known = id === undefined ? {} : { id };
    resources.push({ address, kind: kind.name, key, ...known, attributes: withDefaults(kind, attributes) });
    return address;
  };
  let projects = 0;
  for (const of of model.values()) {
    const home = put(organization, null, of.id, { name: of.name }, of.id);
    for (const [id, level] of of.members) put(member, home, id, memberAttributes(level));
    for (const { name, grants } of of.projects.values()) {
      projects += 1;
      const id = `project-${String(projects).padStart(24, "0")}`;
      const place = put(project, home, id, { name }, id);
      for (const [principal, level] of grants) put(grant, place, principal, { level });
    }
  }
  return resources;
}

/** Flags go with the level of an ADMIN, and start from defaults for a MEMBER (dnanexus.md §2.1). */
function memberAttributes(level: MemberLevel): Attributes {
  if (level === "MEMBER") return { level };
  return {
    level,
    allowBillableActivities: true,
    projectAccess: "ADMINISTER",
    archivalManagement: true,
    dataDeletion: true,
    dataSearch: true,
    projectMemberDemotion: true,
  };
}

function withDefaults(kind: Kind, attributes: Attributes): Attributes {
  const whole = emptyAttributes();
  for (const [name, of] of attributesOf(kind)) {
    const value = attributes[name] ?? of.default;
    if (value !== undefined) whole[name] = value;
  }
  return whole;
}
