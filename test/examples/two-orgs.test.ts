/** The story of two organizations and somebody who leaves, told as its README tells it. */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { access, apply, plan, type Result } from "../../src/run/index.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";

const example = resolve(import.meta.dirname, "../../examples/dnanexus-two-orgs");
let sandbox: Sandbox;
let directory: string;

beforeAll(async () => {
  sandbox = await startSandbox("dnanexus", {
    seed: parse(await readFile(join(example, "seed.yaml"), "utf8")),
  });
  directory = await mkdtemp(join(tmpdir(), "charter-two-orgs-"));
  await cp(example, directory, { recursive: true });
});

afterAll(async () => {
  await sandbox.close();
  await rm(directory, { recursive: true });
});

const options = () => ({
  directory,
  env: {
    CHARTER_ADA_URL: sandbox.url,
    CHARTER_DORA_URL: sandbox.url,
    ADA_TOKEN: "token-of-ada",
    DORA_TOKEN: "token-of-dora",
  },
});

function known<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.findings));
  return result.value;
}

const reach = async (who: string, without?: string): Promise<readonly string[]> =>
  known(await access({ ...options(), who, ...(without === undefined ? {} : { without }) })).map(
    ({ target, level, via }) => `${target} ${level} via ${via.join(", ")}`,
  );

test("one plan covers both organizations, each with the account of its administrator", async () => {
  const { plan: carried, result } = known(await apply(options()));
  expect(carried.sections.map(({ connection, actor }) => `${connection}: ${actor}`)).toEqual([
    "ada: user-ada",
    "dora: user-dora",
  ]);
  expect(result?.outcomes.every(({ status }) => status === "applied")).toBe(true);
  expect(known(await plan(options())).summary).toMatchObject({ create: 0, update: 0, delete: 0, waiting: 0 });
});

test("what everybody can reach follows from both organizations", async () => {
  expect(await reach("user-cam")).toEqual([
    "org-new MEMBER via direct",
    "org-new/projects/new-study CONTRIBUTE via org-new",
    "org-org MEMBER via direct",
    "org-org/apps/app-qc authorized via org-org",
    "org-org/projects/raw-reads CONTRIBUTE via direct, org-org",
  ]);
  expect(await reach("user-fay")).toEqual([
    "org-new MEMBER via direct",
    "org-new/projects/new-study CONTRIBUTE via org-new",
  ]);
});

test("without the membership a grant of one's own stays", async () => {
  expect(await reach("user-cam", "org-org/members/user-cam")).toContain(
    "org-org/projects/raw-reads UPLOAD via direct",
  );
});

test("when Cam leaves, the plan says what is lost, and nothing is left of it", async () => {
  const file = join(directory, "people/everybody.yaml");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace("name: Cam,", "name: Cam, state: absent,"));
  const noted = (await plan(options())).findings.map(({ code, position }) => `${code} ${position?.file}`);
  expect(noted.sort()).toEqual([
    "config/gone organizations/org-new.yaml",
    "config/gone organizations/org.yaml",
    "config/gone organizations/org.yaml",
    // The exception for Cam's grant has outlived its reason.
    "config/policy charter.yaml",
  ]);
  const leaving = known(await plan(options()));
  const changes = leaving.sections.flatMap((section) => section.changes);
  expect(changes.map(({ action, address, reason }) => `${action} ${address} ${reason}`)).toEqual([
    "delete org-org/members/user-cam left",
    "delete org-org/projects/raw-reads/grants/user-cam left",
    "delete org-new/members/user-cam left",
  ]);
  const lost = leaving.sections.flatMap((section) => section.access);
  expect(lost.every(({ who, after }) => who === "user-cam" && after === null)).toBe(true);
  expect(lost.map(({ target }) => target).sort()).toEqual([
    "org-new",
    "org-new/projects/new-study",
    "org-org",
    "org-org/apps/app-qc",
    "org-org/projects/raw-reads",
  ]);
  known(await apply(options()));
  expect(await reach("user-cam")).toEqual([]);
});
