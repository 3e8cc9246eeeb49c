/** Live names of every kind of nastiness: imported files are valid, mean exactly what is live, and plan to nothing. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { writeOrganization } from "../../src/config/write.ts";
import { dnanexus } from "../../src/platforms/dnanexus/index.ts";
import { platforms } from "../../src/platforms/registry.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { environment } from "../platforms/harness/converge.ts";
import { inside } from "./inside.ts";
import { nasty } from "./names.ts";
import { expectTame } from "./tame.ts";

interface Way {
  /** A seed in which these are the names of things. */
  readonly seed: (names: readonly string[]) => unknown;
  /** Of so many names the sandbox must take so many: a test of none would pass too. */
  readonly least: number;
}

const alice = "alice@example.com";

const ways: Readonly<Record<string, Readonly<Record<string, Way>>>> = {
  dnanexus: {
    "projects and their words": {
      least: 50,
      seed: (names) => ({
        users: [{ id: "user-alice" }],
        orgs: [{ id: "org-acme", name: names[0] ?? "Acme", members: { "user-alice": "ADMIN" } }],
        projects: names.map((name) => ({
          name,
          summary: name,
          description: name,
          billTo: "org-acme",
          createdBy: "user-alice",
          permissions: { "user-alice": "ADMINISTER" },
        })),
      }),
    },
  },
  datica: {
    groups: {
      least: 10,
      seed: (names) => ({
        users: [{ email: alice }],
        pods: ["pod01"],
        orgs: [
          {
            name: "Acme",
            description: names[0] ?? "",
            members: { [alice]: "owner" },
            groups: Object.fromEntries(names.map((name) => [name, { members: [alice] }])),
          },
        ],
        environments: names.map((name) => ({ name, organization: "Acme", pod: "pod01", users: [] })),
      }),
    },
    organizations: {
      least: 10,
      seed: (names) => ({
        users: [{ email: alice }],
        pods: ["pod01"],
        orgs: names.map((name) => ({ name, description: name, members: { [alice]: "owner" } })),
        environments: [],
      }),
    },
  },
  "cloud-console": {
    "organizations, projects and groups": {
      least: 10,
      seed: (names) => ({
        users: [{ email: alice }],
        organizations: names.map((name) => ({
          name,
          owner: alice,
          groups: [{ name, projects: [], members: [] }],
        })),
      }),
    },
  },
  marketplace: {
    "organizations and teams": {
      least: 10,
      seed: (names) => ({
        users: [{ email: alice }],
        applications: [],
        organizations: names.map((name) => ({
          name,
          description: name,
          members: { [alice]: "maintainer" },
          teams: [{ name, description: name, members: { [alice]: "maintainer" } }],
        })),
      }),
    },
  },
  "cloud-elements": {
    "accounts and people": {
      least: 10,
      seed: (names) => ({
        organizations: [
          {
            name: "Acme",
            accounts: [
              {
                externalId: "hq",
                name: "hq",
                default: true,
                users: [{ email: alice, firstName: "A", lastName: "B", roles: ["org-admin"] }],
              },
              ...names.map((name, index) => ({
                externalId: name,
                name,
                description: name,
                users: [{ email: `u${index}@example.com`, firstName: name, lastName: name }],
              })),
            ],
          },
        ],
      }),
    },
  },
};

/** Those of the names that the sandbox lets things have. */
async function allowed(platform: string, { seed }: Way): Promise<readonly string[]> {
  const taken: string[] = [];
  for (const name of nasty) {
    const sandbox = await startSandbox(platform, { seed: seed([name]), log: false }).catch(() => null);
    if (sandbox === null) continue;
    taken.push(name);
    await sandbox.close();
  }
  return taken;
}

test("people whose keys no file can hold are not removed by the file that lacks them", () => {
  const member = (key: string) => ({
    address: `org-acme/members/${key}`,
    kind: "member",
    key,
    attributes: { level: "MEMBER" },
  });
  const root = { address: "org-acme", kind: "organization", key: "org-acme", attributes: { name: "Acme" } };
  const [file] = writeOrganization(dnanexus, [root, member("user-ann"), member("user-\u202ebob")]);
  expect(file?.text.split("\n").slice(2)).toEqual([
    "organization: org-acme",
    "name: Acme",
    "# members is left out: what cannot be written would be removed as soon as the rest is listed",
    expect.stringMatching(/^# "user-[ -~]+bob" is left out: no file can hold its key$/),
    "",
  ]);
});

describe.each(platforms.map((platform) => [platform.name, platform] as const))("%s", (name, platform) => {
  test.each(Object.entries(ways[name] ?? {}))("%s", async (_, way) => {
    const names = await allowed(name, way);
    expect(names.length).toBeGreaterThanOrEqual(way.least);
    const sandbox = await startSandbox(name, { seed: way.seed(names) });
    onTestFinished(() => sandbox.close());
    const directory = await mkdtemp(join(tmpdir(), "charter-nasty-"));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    const [account = ""] = Object.keys(sandbox.tokens);
    const env = environment(platform, sandbox, account);
    const run = async (...args: readonly string[]) => {
      const said = await inside([...args, "-C", directory], env);
      expect(said.code === 1 ? `${args}: ${said.stderr}` : "").toBe("");
      expectTame(args, said);
      return said;
    };
    await run("import", name);
    await run("validate");
    const planned = await run("plan", "--format", "json");
    const plan = JSON.parse(planned.stdout);
    expect(
      plan.sections.flatMap((section: { readonly changes: readonly unknown[] }) => section.changes),
    ).toEqual([]);
    expect(plan.summary).toMatchObject({ create: 0, update: 0, delete: 0, stops: 0, calls: 0 });
    expect((await run("plan", "--detailed-exitcode", "--verbose", "--calls")).code).toBe(0);
    await run("plan", "--format", "markdown");
    await run("apply", "--yes");
    // What no file can hold is told as unmanaged, and is the only difference.
    await run("drift", "--verbose");
    const drift = JSON.parse((await run("drift", "--format", "json")).stdout);
    const { unmanaged: _unmanaged, ...others } = drift.summary;
    expect(Object.values(others).every((count) => count === 0)).toBe(true);
    await run("drift", "--format", "markdown");
    for (const format of ["terminal", "markdown", "json"])
      await run("access", "--verbose", "--format", format);
    const update = await run("import", name, "--update", "--stdout");
    expect(update.stdout).toBe("");
    expect((await run("fmt", "--check")).code).toBe(0);
  });
});
