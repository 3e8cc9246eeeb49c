import { addressOf, collectionOf } from "../../src/model/address.ts";
import type { DesiredState } from "../../src/model/configuration.ts";
import type { Kind, Manage } from "../../src/model/kind.ts";
import type { Attributes, Desired, Resource } from "../../src/model/resource.ts";
import { projectDefaults } from "../../src/platforms/dnanexus/fields.ts";
import { grant } from "../../src/platforms/dnanexus/kinds/grant.ts";
import { member } from "../../src/platforms/dnanexus/kinds/member.ts";
import { organization } from "../../src/platforms/dnanexus/kinds/organization.ts";
import { project } from "../../src/platforms/dnanexus/kinds/project.ts";
import { grantResource, memberAttributes, memberResource } from "../../src/platforms/dnanexus/resources.ts";
import type { Model } from "./mapping.ts";

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
  const put = (kind: Kind, parent: string | null, id: string, attributes: Attributes): string => {
    const address = addressOf(parent, kind.collection, id);
    resources.push({ address, kind: kind.name, key: id, id, attributes });
    return address;
  };
  let projects = 0;
  for (const of of model.values()) {
    const home = put(organization, null, of.id, { name: of.name, ...policies });
    for (const [id, level] of of.members)
      resources.push(memberResource(home, id, memberAttributes(level, {})));
    for (const { name, grants } of of.projects.values()) {
      projects += 1;
      const id = `project-${String(projects).padStart(24, "0")}`;
      const place = put(project, home, id, { ...projectDefaults(), name });
      for (const [principal, level] of grants) resources.push(grantResource(place, principal, level));
    }
  }
  return resources;
}

/** As they are where nobody has said otherwise (dnanexus.md §2.3). */
const policies = { "policies.memberListVisibility": "ADMIN", "policies.restrictProjectTransfer": "ADMIN" };
