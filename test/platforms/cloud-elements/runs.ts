/** Plans and applies of a folder against a sandbox, as the library does them. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Plan } from "../../../src/model/plan.ts";
import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";
import {
  type Applied,
  apply,
  drift,
  importOrganizations,
  plan,
  type Result,
} from "../../../src/run/index.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { sketch } from "../../support/plans.ts";
import { environment } from "../harness/converge.ts";

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

export interface Folder {
  /** Writes the one file. */
  readonly write: (document: Document) => Promise<void>;
  readonly plan: (allow?: readonly string[]) => Promise<Plan>;
  readonly sketch: (allow?: readonly string[]) => Promise<string>;
  readonly apply: (allow?: readonly string[]) => Promise<Applied>;
  /** `address status` of what an apply did, with the words of what failed. */
  readonly outcomes: (allow?: readonly string[]) => Promise<readonly string[]>;
  readonly drift: () => Promise<readonly string[]>;
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
  const directory = await mkdtemp(join(tmpdir(), "charter-elements-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const options = { directory, env: environment(cloudElements, sandbox, ann, secrets) };
  const file = join(directory, "acme.yaml");
  // JSON is YAML.
  const write = (body: Document) =>
    writeFile(file, JSON.stringify({ platform: "cloud-elements", organization: "acme", ...body }));
  await write(document);
  const planned = async (allow: readonly string[] = []) => resultOf(await plan({ ...options, allow }));
  const applied = async (allow: readonly string[] = []) => resultOf(await apply({ ...options, allow }));
  return {
    write,
    plan: planned,
    sketch: async (allow) => sketch(await planned(allow)),
    apply: applied,
    outcomes: async (allow) =>
      ((await applied(allow)).result?.outcomes ?? []).map((each) =>
        [each.address, each.status, "message" in each ? each.message : ""].join(" ").trim(),
      ),
    drift: async () =>
      resultOf(await drift(options)).items.map(({ class: of, address }) => `${of} ${address}`),
    import: async () => {
      await rm(file);
      const { files } = resultOf(await importOrganizations({ ...options, platform: "cloud-elements" }));
      for (const each of files) await writeFile(join(directory, each.path), each.text);
      return files.map(({ text }) => text).join("---\n");
    },
  };
}

function resultOf<T>(result: Result<T>): T {
  if (!result.ok)
    throw new Error(result.findings.map(({ code, message }) => `${code}: ${message}`).join("\n"));
  return result.value;
}

/** What was asked below the API's own part of the path. */
export function count(sandbox: Sandbox, method: string, path: string): number {
  return sandbox.requests.filter((each) => each.method === method && each.path === `/elements/api-v2${path}`)
    .length;
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
