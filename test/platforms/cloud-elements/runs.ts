/** Plans and applies of a folder against a sandbox. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Plan } from "../../../src/model/plan.ts";
import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";
import { type Applied, importOrganizations } from "../../../src/run/index.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { count as countOf, folderOn, type Folder as Harness, resultOf } from "../harness/folder.ts";

export const ann = "ann@acme.io";

/** A seed with one organization, in whose default account `ann` administers it. */
export function seedOf(
  accounts: readonly unknown[] = [],
  more: { readonly users?: readonly unknown[]; readonly [name: string]: unknown } = {},
): unknown {
  const { users = [], ...rest } = more;
  const hq = {
    externalId: "hq",
    default: true,
    users: [{ email: ann, firstName: "Ann", lastName: "Archer", roles: ["org-admin"] }, ...users],
  };
  return { organizations: [{ name: "acme", ...rest, accounts: [hq, ...accounts] }] };
}

/** A sandbox that is gone when the test ends. */
export async function start(seed: unknown): Promise<Sandbox> {
  const sandbox = await startSandbox("cloud-elements", { seed });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

export interface Folder extends Pick<Harness, "drift"> {
  /** Writes the one file. */
  readonly write: (document: Document) => Promise<void>;
  readonly plan: (allow?: readonly string[]) => Promise<Plan>;
  readonly sketch: (allow?: readonly string[]) => Promise<string>;
  readonly apply: (allow?: readonly string[]) => Promise<Applied>;
  /** `address status` of what an apply did, with the words of what failed. */
  readonly outcomes: (allow?: readonly string[]) => Promise<readonly string[]>;
  /** Writes what is live in place of the file. */
  readonly import: () => Promise<string>;
}

export type Document = Readonly<Record<string, unknown>>;

/** A folder whose configuration is `document`, run as `ann`; gone when the test ends. */
export async function folderFor(
  sandbox: Sandbox,
  document: Document,
  secrets: Readonly<Record<string, string>> = {},
): Promise<Folder> {
  const folder = await folderOn(cloudElements, sandbox, ann, secrets);
  // JSON is YAML.
  const write = (body: Document) =>
    folder.write(JSON.stringify({ platform: "cloud-elements", organization: "acme", ...body }));
  await write(document);
  return {
    write,
    drift: folder.drift,
    plan: (allow = []) => folder.plan({ allow }),
    sketch: (allow = []) => folder.sketch({ allow }),
    apply: (allow = []) => folder.apply({ allow }),
    outcomes: async (allow = []) =>
      ((await folder.apply({ allow })).result?.outcomes ?? []).map((each) =>
        [each.address, each.status, "message" in each ? each.message : ""].join(" ").trim(),
      ),
    import: async () => {
      await folder.clear();
      const options = { ...folder.options(), platform: "cloud-elements" };
      const { files } = resultOf(await importOrganizations(options));
      for (const each of files) await writeFile(join(folder.directory, each.path), each.text);
      return files.map(({ text }) => text).join("---\n");
    },
  };
}

/** What was asked below the API's own part of the path. */
export function count(sandbox: Sandbox, method: string, path: string): number {
  return countOf(sandbox, method, `/elements/api-v2${path}`);
}

interface Stored {
  readonly accounts: readonly {
    readonly externalId: string;
    readonly active: boolean;
    readonly users: readonly {
      readonly email: string;
      readonly active: boolean;
      readonly roles: readonly string[];
    }[];
  }[];
}

/** What is stored of the one organization: accounts and users in a line each. */
export function stored(sandbox: Sandbox): readonly string[] {
  const { organizations } = sandbox.dump() as { readonly organizations: readonly Stored[] };
  return (organizations[0]?.accounts ?? []).flatMap(({ externalId, active, users }) => [
    `${externalId}${active ? "" : " (deleted)"}`,
    ...users.map((user) =>
      `  ${user.email}${user.active ? "" : " (deactivated)"} ${user.roles.join(" ")}`.trimEnd(),
    ),
  ]);
}
