/**
 * The state of 2024-04-04 as a seed of the DNAnexus sandbox, with everyone who is ever named, so that newcomers have
 * an account: `node examples/kubernetes/seed.ts seed.json` writes it to a file, without one to standard output.
 */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { actor, type GrantLevel, type MemberLevel, type Model } from "./mapping.ts";
import { everybody, readSource, type Source, startModel } from "./source.ts";

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

/** A model as the sandbox takes it. */
export function seedOf(model: Model, users: ReadonlyMap<string, string>): Seed {
  return {
    users: [...users].map(([id, handle]) => ({ id, handle })),
    orgs: [...model.values()].map(({ id, name, team, members }) => ({
      id,
      name,
      billable: team === null,
      members: Object.fromEntries(members),
    })),
    projects: [...model.values()].flatMap(({ id, projects }) =>
      [...projects.values()].map(({ name, grants }) => ({
        name,
        billTo: id,
        createdBy: actor,
        permissions: Object.fromEntries(grants),
      })),
    ),
  };
}

export function startSeed(source: Source): Seed {
  return seedOf(startModel(source), everybody(source));
}

if (import.meta.main) {
  const { positionals } = parseArgs({ allowPositionals: true, strict: true });
  const text = `${JSON.stringify(startSeed(await readSource()), null, 1)}\n`;
  const [file] = positionals;
  if (file === undefined) process.stdout.write(text);
  else await writeFile(file, text);
}
