import { writeAll } from "../example.ts";
import type { GitHub } from "../github.ts";
import { writtenMail } from "../mails.ts";
import type { Named } from "../source.ts";
import { actor, region, write } from "./mapping.ts";

export interface Seed {
  readonly users: readonly { readonly email: string; readonly fullName: string }[];
  readonly organizations: readonly {
    readonly name: string;
    readonly owner: string;
    readonly administrators: readonly string[];
    readonly projects: readonly { readonly name: string; readonly region: string }[];
    readonly groups: readonly {
      readonly name: string;
      readonly members: readonly string[];
      /** By name. */
      readonly projects: readonly string[];
    }[];
  }[];
}

/** A state as the sandbox of the Cloud Console takes it: everybody who is invited has accepted. */
export function seedOf(github: GitHub, { people }: Named): Seed {
  return {
    users: [...people.values()].map((login) => ({ email: writtenMail(login), fullName: login })),
    organizations: writeAll(github, write).map(
      ({ organization, administrators = [], projects = new Map(), groups = new Map() }) => ({
        name: organization,
        owner: actor,
        administrators,
        projects: [...projects].map(([label, { name = label }]) => ({ name, region: region.name })),
        groups: [...groups].flatMap(([name, group]) =>
          "state" in group
            ? []
            : [
                {
                  name,
                  members: group.members,
                  projects: group.projects.map((label: string) => projects.get(label)?.name ?? label),
                },
              ],
        ),
      }),
    ),
  };
}
