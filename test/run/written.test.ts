/** A configuration that becomes smaller is noticed, since every apply remembers what files wrote. */
import { mkdtemp, rm, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { stopsOf } from "../../src/model/plan.ts";
import { dnanexus } from "../../src/platforms/dnanexus/index.ts";
import { apply, plan, type Result } from "../../src/run/index.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { environment } from "../platforms/harness/converge.ts";

const users = ["alice", "bob", "carol", "dave", "erin", "frank", "gina"].map((name) => `user-${name}`);
const everybody = Object.fromEntries(users.map((id, index) => [id, index === 0 ? "ADMIN" : "MEMBER"]));
let sandbox: Sandbox;
let directory: string;

beforeEach(async () => {
  sandbox = await startSandbox("dnanexus", {
    seed: {
      users: users.map((id) => ({ id })),
      orgs: ["org-acme", "org-lab"].map((id) => ({ id, name: id, members: everybody })),
    },
  });
  directory = await mkdtemp(join(tmpdir(), "charter-written-"));
  await write("org-acme", users);
  await write("org-lab", users);
});
afterEach(async () => {
  await sandbox.close();
  await rm(directory, { recursive: true });
});

function write(organization: string, members: readonly string[]): Promise<void> {
  const lines = members.map((user) => `  ${user}: ${everybody[user]}\n`).join("");
  const text = `platform: dnanexus\norganization: ${organization}\nmanage: { members: additive }\nmembers:\n${lines}`;
  return writeFile(join(directory, `${organization}.yaml`), text);
}

const options = () => ({ directory, env: environment(dnanexus, sandbox, "user-alice") });

function valueIn<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.findings));
  return result.value;
}

async function stops(more: Parameters<typeof plan>[0] = {}): Promise<readonly string[]> {
  const made = valueIn(await plan({ ...options(), ...more }));
  return stopsOf(made).map(({ guard, scope }) => `${guard} ${scope}`);
}

test("an organization that no file speaks of stops every plan, until somebody lets it go", async () => {
  expect(await stops()).toEqual([]);
  valueIn(await apply(options()));
  await unlink(join(directory, "org-lab.yaml"));
  expect(await stops()).toEqual(["shrink org-lab"]);
  const refused = valueIn(await apply(options()));
  expect([refused.result, stopsOf(refused.plan).length]).toEqual([null, 1]);
  // A plan remembers nothing, whatever it allows.
  expect(await stops({ allow: ["shrink:org-lab"] })).toEqual([]);
  expect(await stops()).toEqual(["shrink org-lab"]);
  valueIn(await apply({ ...options(), allow: ["shrink:org-lab"] }));
  expect(await stops()).toEqual([]);
});

test("and so does one that a saved plan lets go", async () => {
  valueIn(await apply(options()));
  await unlink(join(directory, "org-lab.yaml"));
  const saved = valueIn(await plan({ ...options(), allow: ["shrink:org-lab"] }));
  valueIn(await apply({ ...options(), plan: saved }));
  expect(await stops()).toEqual([]);
});

test("a list that lost its source is noticed although nothing is removed; what was no target stays remembered", async () => {
  valueIn(await apply(options()));
  await write("org-acme", users.slice(0, 3));
  expect(await stops()).toEqual(["shrink org-acme/members"]);
  const elsewhere = { targets: ["org-lab"] };
  expect(await stops(elsewhere)).toEqual([]);
  valueIn(await apply({ ...options(), ...elsewhere }));
  expect(await stops()).toEqual(["shrink org-acme/members"]);
  valueIn(await apply({ ...options(), allow: ["shrink:org-acme/members"] }));
  expect(await stops()).toEqual([]);
});

test("what is remembered and damaged is a warning, and nothing else", async () => {
  valueIn(await apply(options()));
  await writeFile(join(directory, ".charter", "written.json"), "{");
  const result = await plan(options());
  expect(result.findings.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
    "store/damaged warning",
  ]);
  expect(result.ok).toBe(true);
});

test("patterns that mean nothing are said: a misspelling protects nobody", async () => {
  const guards = `guards:
  protected: ["org-acme/member/*", "org-*/members/user-alice"]
  admins: { required: ["org-lb/members/user-alice", "org-*/members/user-alice"] }
  collections: { "org-lab/mambers": { ratio: 1 } }
`;
  await writeFile(join(directory, "charter.yaml"), guards);
  const { findings } = await plan(options());
  expect(findings.map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "org-lb/members/user-alice in guards.admins.required means nothing that is configured or live here. Correct it, or take it out: it protects nobody.",
      "org-acme/member/* in guards.protected means nothing that is configured or live here. Correct it, or take it out: it protects nobody.",
      "org-lab/mambers in guards.collections means nothing that is configured or live here. Correct it, or take it out: it protects nobody.",
    ]
  `);
});
