import { writeAll } from "../example.ts";
import type { GitHub } from "../github.ts";
import type { Named } from "../source.ts";
import { userHandle, userId } from "./handles.ts";
import { actor, type GrantLevel, type MemberLevel, write } from "./mapping.ts";

export interface Seed {
  readonly users: readonly { readonly id: string; readonly handle: string }[];
  readonly orgs: readonly {
    readonly id: string;
    readonly name: string;
    /** Projects can be billed to it. */
    readonly billable: boolean;
    readonly members: Readonly<Record<string, MemberLevel>>;
  }[];
  readonly projects: readonly {
    readonly name: string;
    readonly billTo: string;
    readonly createdBy: string;
    readonly permissions: Readonly<Record<string, GrantLevel>>;
  }[];
}

/** A state as the sandbox of DNAnexus takes it. */
export function seedOf(github: GitHub, { people }: Named): Seed {
  const documents = writeAll(github, write);
  return {
    users: [...people.values()].map((login) => ({ id: userId(login), handle: userHandle(login) })),
    orgs: documents.map(({ organization: id, name = id, members = new Map() }) => ({
      id,
      name,
      billable: github.has(name),
      members: Object.fromEntries(members),
    })),
    projects: documents.flatMap(({ organization, projects = new Map() }) =>
      [...projects].map(([name, { grants }]) => ({
        name,
        billTo: organization,
        createdBy: actor,
        permissions: Object.fromEntries(grants),
      })),
    ),
  };
}
