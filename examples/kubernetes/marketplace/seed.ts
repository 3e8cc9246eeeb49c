import { writeAll } from "../example.ts";
import type { GitHub } from "../github.ts";
import { writtenMail } from "../mails.ts";
import type { Named } from "../source.ts";
import { type Application, applicationsOf } from "./applications.ts";
import { actor, type Role, write } from "./mapping.ts";

type Roles = Readonly<Record<string, Role>>;

export interface Seed {
  readonly users: readonly { readonly email: string; readonly name: string }[];
  readonly applications: readonly (Application & { readonly owner: string })[];
  readonly organizations: readonly {
    readonly name: string;
    readonly members: Roles;
    readonly applications: readonly string[];
    readonly teams: readonly {
      readonly name: string;
      readonly members: Roles;
      readonly applications: readonly string[];
    }[];
  }[];
}

/** A state as the sandbox of the marketplace takes it, with the applications of all repositories that are ever named. */
export function seedOf(github: GitHub, { people, repositories }: Named): Seed {
  return {
    users: [...people.values()].map((login) => ({ email: writtenMail(login), name: login })),
    applications: applicationsOf(repositories).map((application) => ({ ...application, owner: actor })),
    organizations: writeAll(github, write).map(
      ({ organization, members = new Map(), applications = [], teams = new Map() }) => ({
        name: organization,
        members: Object.fromEntries(members),
        applications,
        teams: [...teams].flatMap(([name, team]) =>
          "state" in team
            ? []
            : [{ name, members: Object.fromEntries(team.members), applications: team.applications }],
        ),
      }),
    ),
  };
}
