/** Organizations that come, go out of sight, and go for good, on a platform that knows them by ids. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { marketplace } from "../../src/platforms/marketplace/index.ts";
import { apply, importOrganizations, plan, type Result } from "../../src/run/index.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { environment } from "../platforms/harness/converge.ts";

const [ann, bob] = ["ann@example.com", "bob@example.com"];
let sandbox: Sandbox;
let directory: string;

beforeEach(async () => {
  sandbox = await startSandbox("marketplace", { seed: { users: [{ email: ann }, { email: bob }] } });
  directory = await mkdtemp(join(tmpdir(), "charter-life-"));
});
afterEach(async () => {
  await sandbox.close();
  await rm(directory, { recursive: true });
});

let env: Readonly<Record<string, string>> | null = null;
/** The refresh token is good once: later runs go on with what the store has. */
const options = () => {
  env = { ...environment(marketplace, sandbox, ann), ...env };
  return { directory, env };
};
const write = (text: string) =>
  writeFile(join(directory, "acme.yaml"), `platform: marketplace\norganization: acme\n${text}`);
const written = `members: { ${ann}: maintainer, ${bob}: maintainer }\n`;

function valueIn<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.findings));
  return result.value;
}

async function stops(allow: readonly string[] = []): Promise<readonly string[]> {
  const { sections } = valueIn(await plan({ ...options(), allow }));
  return sections.flatMap((section) => section.stops.map(({ guard, scope }) => `${guard} ${scope}`));
}

const organizations = async (): Promise<readonly { readonly id: string; readonly name: string }[]> => {
  const response = await fetch(`${sandbox.url}/api/v1/developer/organizations`, {
    headers: { authorization: `Bearer ${sandbox.tokens[bob]}` },
  });
  const { data } = (await response.json()) as { data: { id: string; name: string }[] };
  return data;
};

beforeEach(() => {
  env = null;
});

test("out of sight is not gone: nothing is made anew unless somebody says so", async () => {
  await write(written);
  valueIn(await apply(options()));
  const [made] = await organizations();
  const members = `${sandbox.url}/api/v1/developer/organizations/${made?.id}/members`;
  const headers = { authorization: `Bearer ${sandbox.tokens[bob]}` };
  const { data } = (await (await fetch(members, { headers })).json()) as {
    data: { userId: string; email: string }[];
  };
  const userId = data.find(({ email }) => email === ann)?.userId;
  await fetch(`${members}/${userId}`, { method: "DELETE", headers });
  expect(await stops()).toEqual(["gone acme"]);
  expect(valueIn(await apply(options())).result).toBeNull();
  expect(await organizations()).toEqual([made]);
  expect(await stops(["gone:acme"])).toEqual([]);
});

test("what Charter destroyed may be made anew", async () => {
  await write(written);
  valueIn(await apply(options()));
  await write("state: absent\n");
  expect(await stops()).toEqual(["destroy acme"]);
  valueIn(await apply({ ...options(), allow: ["destroy:acme"] }));
  expect(await organizations()).toEqual([]);
  await write(written);
  expect(await stops()).toEqual([]);
  valueIn(await apply(options()));
  expect((await organizations()).map(({ name }) => name)).toEqual(["acme"]);
});

test("an import pins the id, so that a name which somebody changes still means the same", async () => {
  await write(written);
  valueIn(await apply(options()));
  const [made] = await organizations();
  await rm(join(directory, "acme.yaml"));
  const { files } = valueIn(await importOrganizations({ ...options(), platform: "marketplace" }));
  expect(files[0]?.text).toContain(`\nid: ${made?.id}\n`);
});
