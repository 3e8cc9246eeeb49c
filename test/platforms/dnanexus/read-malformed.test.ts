import { afterEach, describe, expect, it } from "vitest";
import type { Failure, Reader } from "../../../src/model/protocol.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { connectAs, readAll } from "./support.ts";
import { seed } from "./world.ts";

let sandbox: Sandbox | undefined;

afterEach(() => sandbox?.close());

async function start(): Promise<Sandbox> {
  sandbox = await startSandbox("dnanexus", { seed });
  return sandbox;
}

describe("a list that is not proven complete", () => {
  it.each([
    ["loop", /never ends/],
    ["html", /HTML/],
    ["truncate", /no whole answer/],
  ] as const)("%s: nothing of it is used", async (kind, message) => {
    const box = await start();
    box.setFaults([{ kind, route: "findMembers" }]);
    const { reader } = connectAs(box, "user-root");
    await expect(readAll(reader, ["org-acme"], (_, of) => of === "member")).rejects.toThrow(message);
  });

  it.each([
    ["no results", { next: null }, /results/],
    ["no next: the end is not said", { results: [] }, /next/],
    ["a member without a level", { results: [{ id: "user-a" }], next: null }, /results\/0/],
    ["a level that is none", { results: [{ ...bob, level: "OWNER" }], next: null }, /results\/0\/level/],
    ["a flag that is no boolean", { results: [{ ...bob, appAccess: "yes" }], next: null }, /appAccess/],
    ["a page that is no object", [], /instead of JSON|NotJson|JSON/],
  ])("%s is malformed", async (_, body, message) => {
    const failure = await readCanned({ "/org-acme/describe": described, "/org-acme/findMembers": body });
    expect(failure?.reason).toBe("malformed");
    expect(failure?.message).toMatch(message);
  });

  it("permissions that are not there are not empty", async () => {
    const failure = await readCanned({
      "/org-acme/describe": described,
      "/org-acme/findMembers": { results: [], next: null },
      "/org-acme/findProjects": {
        results: [{ id: "project-1", level: "VIEW", describe: settings }],
        next: null,
      },
      "/org-acme/findApps": { results: [], next: null },
      "/project-1/describe": { id: "project-1" },
    });
    expect(failure?.reason).toBe("malformed");
    expect(failure?.message).toMatch(/permissions of project-1/);
  });

  it("keys that nobody knows are ignored, and keys that are not known there have their default", async () => {
    const seen: Resource[] = [];
    const failure = await readCanned(
      {
        "/org-acme/describe": { ...described, mood: "fine" },
        "/org-acme/findMembers": { results: [{ ...bob, future: { x: 1 } }], next: null, total: 7 },
        "/org-acme/findProjects": {
          results: [{ id: "project-1", level: "NONE", public: false, describe: settings }],
          next: null,
        },
        "/org-acme/findApps": { results: [], next: null },
      },
      seen,
    );
    expect(failure).toBeNull();
    expect(seen.map((each) => [each.address, { ...each.attributes }])).toMatchInlineSnapshot(`
      [
        [
          "org-acme",
          {
            "name": "Acme",
          },
        ],
        [
          "org-acme/members/user-bob",
          {
            "allowBillableActivities": false,
            "appAccess": true,
            "archivalManagement": false,
            "cloudIntegrationManagement": false,
            "dataDeletion": false,
            "dataSearch": false,
            "level": "MEMBER",
            "projectAccess": "VIEW",
            "projectMemberDemotion": false,
            "treManagement": false,
          },
        ],
        [
          "org-acme/projects/project-1",
          {
            "allowedExecutables": null,
            "containsPHI": false,
            "databaseResultsRestricted": null,
            "databaseUIViewOnly": false,
            "description": "",
            "displayDataProtectionNotice": false,
            "externalUploadRestricted": false,
            "httpsAppIsolatedBrowsing": false,
            "httpsAppIsolatedBrowsingOptions": null,
            "monthlyComputeLimit": null,
            "monthlyEgressBytesLimit": null,
            "monthlyStorageLimit": null,
            "name": "one",
            "overrides.copy": "no-one",
            "overrides.delete": "contributors-and-admins",
            "overrides.download": "all-members",
            "previewViewerRestricted": false,
            "summary": "",
          },
        ],
      ]
    `);
  });
});

const described = { id: "org-acme", name: "Acme", level: "ADMIN" };
const bob = {
  id: "user-bob",
  level: "MEMBER",
  allowBillableActivities: false,
  appAccess: true,
  projectAccess: "VIEW",
};
const settings = { name: "one", restricted: true, protected: false, downloadRestricted: false };

/** Reads org-acme from canned bodies: what no sandbox would answer. */
async function readCanned(bodies: Record<string, unknown>, into: Resource[] = []): Promise<Failure | null> {
  const reader: Reader = {
    connection: "canned",
    signal: new AbortController().signal,
    read: async ({ path }) =>
      dnanexus.protocol.outcome(
        { status: 200, headers: {}, text: JSON.stringify(bodies[path] ?? { results: [], next: null }) },
        null,
      ),
  };
  return dnanexus.reading.read(
    reader,
    {
      organizations: [{ key: "org-acme", ids: [], names: [] }],
      actor: { id: "user-root" },
      wants: () => true,
    },
    (observation) => {
      if (observation.type === "resource") into.push(observation.resource);
    },
  );
}
