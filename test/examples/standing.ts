/** Who is where on a server, whatever else it knows: by what a sandbox holds, or by the seed of a state. */
import { type Static, type TSchema, Type } from "typebox";
import { Compile } from "typebox/compile";
import { isRecord } from "../../src/model/value.ts";

/** A place, as text → what stands there. */
type Standing = ReadonlyMap<string, unknown>;

const text = Type.String();
const texts = Type.Array(text);
const byName = Type.Record(text, Type.Unknown());

function reading<S extends TSchema>(
  schema: S,
  read: (document: Static<S>) => Iterable<readonly [place: string, standing: unknown]>,
): (document: unknown) => Standing {
  const validator = Compile(schema);
  return (document) => {
    if (!validator.Check(document)) throw new Error("The sandbox gave no seed document");
    const found = new Map<string, unknown>();
    for (const [place, value] of read(document)) {
      if (found.has(place)) throw new Error(`${place} is there twice`);
      found.set(place, value);
    }
    return found;
  };
}

const dnanexus = reading(
  Type.Object({
    orgs: Type.Array(Type.Object({ id: text, name: text, members: byName })),
    projects: Type.Array(Type.Object({ name: text, billTo: text, permissions: byName })),
  }),
  function* ({ orgs, projects }) {
    for (const { id, name, members } of orgs) {
      yield [id, name];
      for (const [user, member] of Object.entries(members)) {
        yield [`${id} ${user}`, isRecord(member) ? member["level"] : member];
      }
    }
    for (const { name, billTo, permissions } of projects) {
      yield [`${billTo} project ${name}`, name];
      for (const [principal, level] of Object.entries(permissions)) {
        yield [`${billTo} project ${name} ${principal}`, level];
      }
    }
  },
);

const cloudConsole = reading(
  Type.Object({
    organizations: Type.Array(
      Type.Object({
        name: text,
        owner: text,
        administrators: texts,
        invitedAdministrators: Type.Optional(texts),
        projects: Type.Array(Type.Object({ name: text, region: text })),
        groups: Type.Array(
          Type.Object({ name: text, members: texts, invited: Type.Optional(texts), projects: texts }),
        ),
      }),
    ),
  }),
  function* ({ organizations }) {
    for (const { name: organization, owner, ...of } of organizations) {
      yield [organization, `owned by ${owner.toLowerCase()}`];
      for (const mail of of.administrators) yield [`${organization} ${mail.toLowerCase()}`, "administrator"];
      for (const mail of of.invitedAdministrators ?? [])
        yield [`${organization} ${mail.toLowerCase()}`, "invited"];
      for (const { name, region } of of.projects) yield [`${organization} project ${name}`, region];
      for (const { name, members, invited = [], projects } of of.groups) {
        const group = `${organization} group ${name}`;
        yield [group, name];
        for (const mail of members) yield [`${group} ${mail.toLowerCase()}`, "member"];
        for (const mail of invited) yield [`${group} ${mail.toLowerCase()}`, "invited"];
        // The sandbox says in which region a project lies, which in all of these is the same.
        for (const project of projects) yield [`${group} project ${project.replace(/^.*\//, "")}`, "held"];
      }
    }
  },
);

const shared = { members: byName, applications: texts };

const marketplace = reading(
  Type.Object({
    organizations: Type.Array(
      Type.Object({
        name: text,
        ...shared,
        teams: Type.Array(Type.Object({ name: text, ...shared })),
      }),
    ),
  }),
  function* ({ organizations }) {
    for (const { name: organization, teams, ...of } of organizations) {
      yield* place(organization, of);
      for (const { name, ...team } of teams) yield* place(`${organization} team ${name}`, team);
    }
  },
);

function* place(
  name: string,
  { members, applications }: { readonly members: object; readonly applications: readonly string[] },
): Iterable<readonly [string, unknown]> {
  yield [name, name];
  for (const [mail, role] of Object.entries(members)) yield [`${name} ${mail.toLowerCase()}`, role];
  for (const application of applications) yield [`${name} application ${application}`, "shared"];
}

const readers: ReadonlyMap<string, (document: unknown) => Standing> = new Map([
  ["cloud-console", cloudConsole],
  ["dnanexus", dnanexus],
  ["marketplace", marketplace],
]);

/** Who is where, by a seed document of this platform. */
export function standing(platform: string, document: unknown): Standing {
  const read = readers.get(platform);
  if (read === undefined) throw new Error(`Nobody says what a seed of ${platform} holds`);
  return read(document);
}
