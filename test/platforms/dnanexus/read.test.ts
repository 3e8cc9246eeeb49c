import { afterEach, describe, expect, it } from "vitest";
import type { Failure } from "../../../src/model/protocol.ts";
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

describe("reading", () => {
  it("gives all that the actor may see, and says what it may not", async () => {
    const { reader } = connectAs(await start(), "user-root");
    const { state, unreadable } = await readAll(reader, [
      "org-acme",
      "ORG-LAB",
      "org-open",
      "org-closed",
      "org-none",
    ]);
    const ids = new Map([...state.all()].map((each) => [String(each.attributes.name), each.id ?? ""]));
    const named = (text: string) =>
      text
        .replaceAll(/project-[0-9A-Za-z]{24}/g, (id) => [...ids].find(([, one]) => one === id)?.[0] ?? id)
        .replaceAll(/app-[0-9A-Za-z]{24}/g, "app-x");
    expect([...state.all()].map((each) => named(each.address)).sort()).toMatchInlineSnapshot(`
      [
        "org-acme",
        "org-acme/apps/app-other",
        "org-acme/apps/app-qc",
        "org-acme/apps/app-qc/authorizedUsers/PUBLIC",
        "org-acme/apps/app-qc/authorizedUsers/org-lab",
        "org-acme/apps/app-qc/developers/user-root",
        "org-acme/members/user-alice",
        "org-acme/members/user-bob",
        "org-acme/members/user-root",
        "org-acme/projects/dark",
        "org-acme/projects/raw",
        "org-acme/projects/raw/grants/PUBLIC",
        "org-acme/projects/raw/grants/org-lab",
        "org-acme/projects/raw/grants/user-root",
        "org-lab",
        "org-lab/members/user-root",
        "org-lab/projects/side",
        "org-lab/projects/side/grants/user-alice",
        "org-lab/projects/side/grants/user-root",
        "org-open",
        "org-open/members/user-alice",
        "org-open/members/user-root",
      ]
    `);
    expect(
      unreadable.map(({ address, collection, why }) => [named(address), collection, named(why)]).sort(),
    ).toMatchInlineSnapshot(`
      [
        [
          "org-acme/apps/app-other",
          "authorizedUsers",
          "PermissionDenied: user-root is not authorized to use app-x",
        ],
        [
          "org-acme/apps/app-other",
          "developers",
          "PermissionDenied: Developer access to app-x required to perform this action",
        ],
        [
          "org-acme/projects/dark",
          "grants",
          "The actor has no access to dark; an ADMIN of the paying organization can invite itself.",
        ],
        [
          "org-closed",
          null,
          "The actor is no member of org-closed.",
        ],
        [
          "org-open",
          "apps",
          "PermissionDenied: Administrator access to org-open required to perform this action",
        ],
        [
          "org-open",
          "projects",
          "PermissionDenied: Administrator access to org-open required to perform this action",
        ],
      ]
    `);
  });

  it("takes a member's flags as they are, and of an ADMIN the level alone", async () => {
    const { reader } = connectAs(await start(), "user-root");
    const { state } = await readAll(reader, ["org-acme"]);
    expect(state.get("org-acme/members/user-root")).toMatchInlineSnapshot(`
      {
        "address": "org-acme/members/user-root",
        "attributes": {
          "level": "ADMIN",
        },
        "facts": {
          "archivalManagement": true,
          "cloudIntegrationManagement": false,
          "dataDeletion": true,
          "dataSearch": true,
          "projectMemberDemotion": true,
          "treManagement": false,
        },
        "key": "user-root",
        "kind": "member",
      }
    `);
    expect(state.get("org-acme/members/user-bob")).toMatchInlineSnapshot(`
      {
        "address": "org-acme/members/user-bob",
        "attributes": {
          "allowBillableActivities": false,
          "appAccess": false,
          "archivalManagement": false,
          "cloudIntegrationManagement": false,
          "dataDeletion": false,
          "dataSearch": true,
          "level": "MEMBER",
          "projectAccess": "VIEW",
          "projectMemberDemotion": false,
          "treManagement": false,
        },
        "key": "user-bob",
        "kind": "member",
      }
    `);
  });

  it("gives a project the words of the settings page and the default of whatever is not set", async () => {
    const { reader } = connectAs(await start(), "user-root");
    const { state } = await readAll(reader, ["org-acme"]);
    const raw = [...state.list("org-acme/projects")].find((each) => each.attributes.name === "raw");
    expect(raw && { attributes: { ...raw.attributes }, facts: raw.facts }).toMatchInlineSnapshot(`
      {
        "attributes": {
          "allowedExecutables": [
            "app-qc",
          ],
          "containsPHI": false,
          "databaseResultsRestricted": null,
          "databaseUIViewOnly": false,
          "description": "",
          "displayDataProtectionNotice": false,
          "egressBillTo": "projectBillTo",
          "externalUploadRestricted": false,
          "httpsAppIsolatedBrowsing": false,
          "httpsAppIsolatedBrowsingOptions": null,
          "monthlyComputeLimit": 100,
          "monthlyEgressBytesLimit": null,
          "monthlyStorageLimit": null,
          "name": "raw",
          "overrides.copy": "no-one",
          "overrides.delete": "admins-only",
          "overrides.download": "no-one",
          "previewViewerRestricted": true,
          "region": "aws:us-east-1",
          "summary": "",
        },
        "facts": {
          "level": "ADMINISTER",
          "version": 1,
        },
      }
    `);
  });

  it("keeps the actor's own membership beside an organization", async () => {
    const { reader } = connectAs(await start(), "user-root");
    const { state } = await readAll(reader, ["org-open"], () => false);
    expect(state.get("org-open")).toMatchInlineSnapshot(`
      {
        "address": "org-open",
        "attributes": {
          "name": "Open",
          "policies.memberListVisibility": "MEMBER",
          "policies.restrictProjectTransfer": "ADMIN",
        },
        "facts": {
          "allowBillableActivities": false,
          "appAccess": true,
          "level": "MEMBER",
          "projectAccess": "CONTRIBUTE",
        },
        "id": "org-open",
        "key": "org-open",
        "kind": "organization",
      }
    `);
    expect([...state.all()]).toHaveLength(1);
  });

  it("agrees with the sandbox's own dump", async () => {
    const box = await start();
    const { reader } = connectAs(box, "user-root");
    const { state } = await readAll(reader, ["org-acme"]);
    const dump = box.dump() as {
      orgs: { id: string; members: Record<string, Record<string, unknown>> }[];
      projects: { id: string; billTo: string; permissions: Record<string, string> }[];
      apps: { name: string; developers: string[]; authorizedUsers: string[] }[];
    };
    const acme = dump.orgs.find((each) => each.id === "org-acme");
    for (const [user, membership] of Object.entries(acme?.members ?? {})) {
      const read = state.get(`org-acme/members/${user}`)?.attributes;
      expect({ ...read }).toEqual(membership.level === "ADMIN" ? { level: "ADMIN" } : membership);
    }
    expect(state.count("org-acme/members")).toBe(Object.keys(acme?.members ?? {}).length);
    const billed = dump.projects.filter((each) => each.billTo === "org-acme");
    expect([...state.list("org-acme/projects")].map((each) => each.id).sort()).toEqual(
      billed.map((each) => each.id).sort(),
    );
    const raw = billed.find((each) => each.permissions.PUBLIC !== undefined);
    const grants = [...state.list(`org-acme/projects/${raw?.id}/grants`)];
    expect(Object.fromEntries(grants.map((each) => [each.key, each.attributes.level]))).toEqual(
      raw?.permissions,
    );
    const qc = dump.apps.find((each) => each.name === "qc");
    const listed = (list: string) =>
      [...state.list(`org-acme/apps/app-qc/${list}`)].map((each) => each.key).sort();
    expect(listed("developers")).toEqual(qc?.developers);
    expect(listed("authorizedUsers")).toEqual([...(qc?.authorizedUsers ?? [])].sort());
  });
});

describe("requests", () => {
  /** list pages + one detail read per object whose list lacks managed data + a constant (none beside identify). */
  it("are list pages and one detail read for each project whose grants are wanted", async () => {
    const projects = 30;
    sandbox = await startSandbox("dnanexus", {
      seed: {
        users: [{ id: "user-root" }, ...Array.from({ length: 1100 }, (_, n) => ({ id: `user-u${n}` }))],
        orgs: [
          {
            id: "org-big",
            members: {
              "user-root": "ADMIN",
              ...Object.fromEntries(Array.from({ length: 1100 }, (_, n) => [`user-u${n}`, "MEMBER"])),
            },
          },
          { id: "org-small", members: { "user-root": "ADMIN" } },
        ],
        projects: Array.from({ length: projects }, (_, n) => ({ name: `p${n}`, billTo: "org-big" })),
      },
    });
    const { reader } = connectAs(sandbox, "user-root");
    const { state } = await readAll(reader, ["org-big", "org-small"], (parent, kind) =>
      kind === "grant" ? Number(String(parent.attributes.name).slice(1)) < 20 : kind !== "app",
    );
    const count: Record<string, number> = {};
    for (const { path } of sandbox.requests) {
      const route = path.replace(/(org|project)-[^/]+/, "$1-x");
      count[route] = (count[route] ?? 0) + 1;
    }
    expect(count).toEqual({
      "/system/findOrgs": 1,
      "/org-x/findMembers": 2 + 1,
      "/org-x/findProjects": 1 + 1,
      "/project-x/describe": 20,
    });
    expect(state.count("org-big/members")).toBe(1101);
    expect(sandbox.requests.some((each) => each.write)).toBe(false);
  });

  it("ask one organization for itself, without a list", async () => {
    const box = await start();
    await readAll(connectAs(box, "user-root").reader, ["org-acme"], () => false);
    expect(box.requests.map((each) => each.path)).toEqual(["/org-acme/describe"]);
  });

  it("do not ask for permissions that the list says the actor may not read", async () => {
    const box = await start();
    await readAll(connectAs(box, "user-root").reader, ["org-acme"], (_, kind) => kind !== "app");
    expect(box.requests.filter((each) => each.path.startsWith("/project-"))).toHaveLength(1);
  });
});

describe("who is there", () => {
  it("identifies the actor", async () => {
    expect(await dnanexus.reading.identify(connectAs(await start(), "user-root").reader)).toEqual({
      id: "user-root",
    });
  });

  it("fails with the platform's own words without a good token", async () => {
    const box = await start();
    const failure = await dnanexus.reading.identify(connectAs(box, "user-nobody").reader);
    expect((failure as Failure).reason).toBe("unauthenticated");
  });

  it("offers the organizations that the actor administers", async () => {
    expect(await dnanexus.reading.discover(connectAs(await start(), "user-root").reader)).toEqual([
      "org-acme",
      "org-lab",
    ]);
  });

  it("looks up users and organizations, each once", async () => {
    const box = await start();
    const found = await dnanexus.reading.lookup?.(connectAs(box, "user-root").reader, [
      "user-alice",
      "user-alice",
      "user-nobody",
      "org-closed",
      "org-nowhere",
      "PUBLIC",
      "alice",
    ]);
    expect(found).toEqual(
      new Map([
        ["PUBLIC", "exists"],
        ["alice", "missing"],
        ["user-alice", "exists"],
        ["user-nobody", "missing"],
        ["org-closed", "exists"],
        ["org-nowhere", "missing"],
      ]),
    );
    expect(box.requests).toHaveLength(4);
  });
});
