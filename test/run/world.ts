/** The made-up platform without a server: live state is what a test says it is. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Observation, Platform } from "../../src/model/platform.ts";
import type { Resource } from "../../src/model/resource.ts";
import { type ImportedFile, type ImportOptions, importOrganizations, plan } from "../../src/run/index.ts";
import { clubPlatform } from "../support/club-platform.ts";

export interface Person {
  readonly rank: string;
  readonly nickname?: string;
  readonly pending?: boolean;
}

export interface Room {
  readonly name: string;
  readonly floor?: number;
  readonly sealed?: boolean;
  /** Null: nobody may read who holds them. */
  readonly keys: Readonly<Record<string, string>> | null;
}

export interface Club {
  readonly motto?: string;
  /** Null: nobody may read them. */
  readonly people: Readonly<Record<string, Person>> | null;
  /** By id. */
  readonly rooms: Readonly<Record<string, Room>>;
}

export type Clubs = Readonly<Record<string, Club>>;

/** What was read: the parents whose children were asked for, with the kind. */
export type Asked = string[];

function observe(clubs: Clubs, asked: Asked): Platform {
  return {
    ...clubPlatform,
    reading: {
      identify: async () => ({ id: "ann" }),
      discover: async () => Object.keys(clubs),
      lookup: async (_, names) => new Map(names.map((name) => [name, "exists"])),
      read: async (_, request, emit) => {
        const resource = (each: Resource): void =>
          emit({ type: "resource", resource: each } satisfies Observation);
        const wants = (parent: Resource, kind: string): boolean => {
          const wanted = request.wants(parent, kind);
          if (wanted) asked.push(`${kind} of ${parent.address}`);
          return wanted;
        };
        for (const { key: root } of request.organizations) {
          const club = clubs[root];
          if (club === undefined) continue;
          const attributes = { motto: club.motto ?? "" };
          const found: Resource = { address: root, kind: "club", key: root, id: root, attributes };
          resource(found);
          if (wants(found, "person") && club.people === null)
            emit({ type: "unreadable", address: root, collection: "people", why: "a secret" });
          else if (request.wants(found, "person")) {
            for (const [key, { rank, nickname = "", pending }] of Object.entries(club.people ?? {})) {
              const address = `${root}/people/${key}`;
              const person = { address, kind: "person", key, attributes: { rank, nickname } };
              resource(pending ? { ...person, pending: "an answer" } : person);
            }
          }
          if (!wants(found, "room")) continue;
          for (const [id, { name, floor = 0, sealed = false, keys }] of Object.entries(club.rooms)) {
            const address = `${root}/rooms/${id}`;
            const room: Resource = {
              address,
              kind: "room",
              key: id,
              id,
              attributes: { name, floor, sealed },
            };
            resource(room);
            if (!wants(room, "key")) continue;
            if (keys === null) emit({ type: "unreadable", address, collection: "keys", why: "a secret" });
            for (const [key, opens] of Object.entries(keys ?? {}))
              resource({ address: `${address}/keys/${key}`, kind: "key", key, attributes: { opens } });
          }
        }
        return null;
      },
    },
  };
}

export interface World extends AsyncDisposable {
  readonly path: string;
  readonly asked: Asked;
  readonly importing: (
    clubs: Clubs,
    options?: Partial<ImportOptions>,
  ) => ReturnType<typeof importOrganizations>;
  /** Imports with `update`, writes what comes out, and gives it; throws where there are errors. */
  readonly update: (clubs: Clubs, options?: Partial<ImportOptions>) => Promise<readonly ImportedFile[]>;
  /** The changes that a plan against these clubs has. */
  readonly planned: (
    clubs: Clubs,
  ) => Promise<readonly { readonly address: string; readonly reason: string }[]>;
  readonly write: (files: Readonly<Record<string, string>>) => Promise<void>;
  readonly read: (name: string) => Promise<string>;
  /** All files with their text. */
  readonly files: () => Promise<Readonly<Record<string, string>>>;
}

export async function world(files: Readonly<Record<string, string>> = {}): Promise<World> {
  const path = await mkdtemp(join(tmpdir(), "charter-import-"));
  const asked: Asked = [];
  const options = (clubs: Clubs) => ({
    directory: path,
    platforms: [observe(clubs, asked)],
    env: { CHARTER_CLUB_TOKEN: "none", CHARTER_NORTH_TOKEN: "none", CHARTER_SOUTH_TOKEN: "none" },
    now: new Date("2026-11-23T12:00:00Z"),
  });
  const made: World = {
    path,
    asked,
    importing: (clubs, more = {}) => importOrganizations({ ...options(clubs), platform: "club", ...more }),
    update: async (clubs, more = {}) => {
      const result = await made.importing(clubs, { update: true, ...more });
      if (!result.ok) throw new Error(JSON.stringify(result.findings, null, 2));
      for (const file of result.value.files) await made.write({ [file.path]: file.text });
      return result.value.files;
    },
    planned: async (clubs) => {
      const result = await plan(options(clubs));
      if (!result.ok) throw new Error(JSON.stringify(result.findings, null, 2));
      return result.value.sections.flatMap((section) => [
        ...section.changes.map(({ address, reason }) => ({ address, reason })),
        ...section.unmanaged.map(({ address }) => ({ address, reason: "unmanaged" })),
      ]);
    },
    write: async (texts) => {
      for (const [name, text] of Object.entries(texts)) {
        await mkdir(dirname(join(path, name)), { recursive: true });
        await writeFile(join(path, name), text);
      }
    },
    read: (name) => readFile(join(path, name), "utf8"),
    files: async () => {
      const names = (await readdir(path, { recursive: true, withFileTypes: true })).filter((each) =>
        each.isFile(),
      );
      const found: Record<string, string> = {};
      for (const { parentPath, name } of names) {
        const whole = join(parentPath, name);
        found[whole.slice(path.length + 1)] = await readFile(whole, "utf8");
      }
      return found;
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
  await made.write(files);
  return made;
}
