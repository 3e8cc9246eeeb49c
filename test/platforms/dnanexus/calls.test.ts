import { describe, expect, it } from "vitest";
import { projectDefaults } from "../../../src/platforms/dnanexus/fields.ts";
import { callsFor, draftsFor } from "./changes.ts";
import {
  appAddress,
  appOf,
  grantOf,
  listedOf,
  org,
  organizationOf,
  projectAddress,
  projectOf,
} from "./support.ts";

describe("organizations", () => {
  it("are made with what can be said then, and the rest right after", () => {
    const { calls } = draftsFor([], "organization", {
      "org-new.lab": {
        name: "New Lab",
        "policies.memberListVisibility": "MEMBER",
        "policies.restrictProjectTransfer": null,
        "policies.jobReuse": true,
        samlIdP: "idp",
      },
    });
    expect(calls).toMatchInlineSnapshot(`
      [
        {
          "body": {
            "handle": "new.lab",
            "name": "New Lab",
            "nonce": {
              "$ref": "nonce",
            },
            "policies": {
              "memberListVisibility": "MEMBER",
              "restrictProjectTransfer": "ADMIN",
            },
          },
          "changes": [
            "org-new.lab",
          ],
          "method": "POST",
          "operation": "org.new",
          "path": [
            "org",
            "new",
          ],
          "scope": "org-new.lab",
          "yields": {
            "address": "org-new.lab",
            "pointer": "/id",
          },
        },
        {
          "after": [
            0,
          ],
          "body": {
            "policies": {
              "jobReuse": true,
            },
            "samlIdP": "idp",
          },
          "changes": [
            "org-new.lab",
          ],
          "method": "POST",
          "operation": "org.update",
          "path": [
            "org-new.lab",
            "update",
          ],
          "scope": "org-new.lab",
        },
      ]
    `);
  });

  it("are named after their handle where the file does not say", () => {
    expect(callsFor([], "organization", { "org-lab": {} })).toEqual([
      ["org.new", { handle: "lab", name: "lab", nonce: { $ref: "nonce" } }],
    ]);
  });

  it("are changed by what differs only", () => {
    const live = [organizationOf()];
    expect(
      callsFor(live, "organization", {
        [org]: { name: "Acme", "policies.memberListVisibility": "ADMIN", "policies.jobReuse": false },
      }),
    ).toEqual([["org.update", { name: "Acme", policies: { jobReuse: false } }]]);
  });
});

describe("projects", () => {
  const address = `${org}/projects/raw`;

  it("are made with all that can be said then, and the rest right after, in one lane", () => {
    const { calls } = draftsFor([organizationOf()], "project", {
      [address]: {
        name: "Raw data",
        region: "aws:eu-central-1",
        "overrides.copy": "no-one",
        "overrides.delete": "admins-only",
        "overrides.download": "no-one",
        previewViewerRestricted: false,
        containsPHI: true,
        summary: null,
        allowedExecutables: ["app-qc"],
        monthlyComputeLimit: null,
      },
    });
    expect(calls).toMatchInlineSnapshot(`
      [
        {
          "body": {
            "billTo": "org-acme",
            "containsPHI": true,
            "downloadRestricted": true,
            "name": "Raw data",
            "protected": true,
            "region": "aws:eu-central-1",
            "restricted": true,
          },
          "changes": [
            "org-acme/projects/raw",
          ],
          "lane": "project:org-acme/projects/raw",
          "method": "POST",
          "operation": "project.new",
          "path": [
            "project",
            "new",
          ],
          "scope": "org-acme",
          "yields": {
            "address": "org-acme/projects/raw",
            "pointer": "/id",
          },
        },
        {
          "after": [
            0,
          ],
          "body": {
            "allowedExecutables": [
              "app-qc",
            ],
            "previewViewerRestricted": false,
          },
          "changes": [
            "org-acme/projects/raw",
          ],
          "lane": "project:org-acme/projects/raw",
          "method": "POST",
          "operation": "project.update",
          "path": [
            {
              "$ref": "id",
              "address": "org-acme/projects/raw",
            },
            "update",
          ],
          "scope": "org-acme/projects/raw",
        },
      ]
    `);
  });

  it("wait where nobody pays yet", () => {
    const live = [organizationOf(org, { facts: { billable: false } })];
    expect(draftsFor(live, "project", { [address]: { name: "raw" } })).toEqual({
      calls: [],
      waiting: [{ address, for: "billing of org-acme to be set up" }],
    });
  });

  it("go without ending jobs", () => {
    expect(callsFor([organizationOf(), projectOf()], "project", { [projectAddress]: null })).toEqual([
      ["project.destroy", { terminateJobs: false }],
    ]);
  });

  /** live download and preview restrictions; what is written of both; bodies in order. */
  const on = true;
  const off = false;
  const table: readonly [boolean, boolean, boolean | undefined, boolean | undefined, readonly object[]][] = [
    [off, off, on, undefined, [{ downloadRestricted: on }]],
    [off, off, on, on, [{ downloadRestricted: on, previewViewerRestricted: on }]],
    [off, off, on, off, [{ downloadRestricted: on }, { previewViewerRestricted: off }]],
    [off, on, on, undefined, [{ downloadRestricted: on }]],
    [off, on, on, on, [{ downloadRestricted: on }]],
    [off, on, on, off, [{ downloadRestricted: on }, { previewViewerRestricted: off }]],
    [on, on, off, off, [{ previewViewerRestricted: off }, { downloadRestricted: off }]],
    [
      on,
      on,
      off,
      on,
      [{ previewViewerRestricted: off }, { downloadRestricted: off }, { previewViewerRestricted: on }],
    ],
    [
      on,
      on,
      off,
      undefined,
      [{ previewViewerRestricted: off }, { downloadRestricted: off }, { previewViewerRestricted: on }],
    ],
    [on, off, off, on, [{ downloadRestricted: off }, { previewViewerRestricted: on }]],
    [on, off, off, off, [{ downloadRestricted: off }]],
    [on, off, off, undefined, [{ downloadRestricted: off }]],
    [on, on, undefined, off, [{ previewViewerRestricted: off }]],
    [off, off, undefined, on, [{ previewViewerRestricted: on }]],
    [on, on, on, on, []],
  ];
  it.each(table)(
    "trap 15: downloads %s, previews %s, wanted %s and %s",
    (download, preview, wantedDownload, wantedPreview, bodies) => {
      const word = (restricted: boolean) => (restricted ? "no-one" : "all-members");
      const live = projectOf({
        attributes: {
          ...projectDefaults(),
          name: "p",
          "overrides.download": word(download),
          previewViewerRestricted: preview,
        },
      });
      const { calls } = draftsFor([organizationOf(), live], "project", {
        [projectAddress]: {
          ...(wantedDownload === undefined ? {} : { "overrides.download": word(wantedDownload) }),
          ...(wantedPreview === undefined ? {} : { previewViewerRestricted: wantedPreview }),
        },
      });
      expect(calls.map((call) => ({ ...(call.body as object) }))).toEqual(bodies);
      expect(calls.map((call) => call.after)).toEqual(
        bodies.map((_, index) => (index === 0 ? undefined : [index - 1])),
      );
      expect(new Set(calls.map((call) => call.lane)).size).toBeLessThan(2);
    },
  );
});

describe("grants", () => {
  const at = (who: string) => `${projectAddress}/grants/${who}`;
  const live = [
    organizationOf(),
    projectOf(),
    grantOf("user-root", "ADMINISTER"),
    grantOf("user-alice", "CONTRIBUTE"),
    grantOf("org-lab", "UPLOAD"),
    grantOf("PUBLIC", "VIEW"),
  ];

  it("are raised one by one and lowered together", () => {
    const { calls } = draftsFor(live, "grant", {
      [at("user-alice")]: { level: "VIEW" },
      [at("org-lab")]: { level: "ADMINISTER" },
      [at("user-bob")]: { level: "UPLOAD" },
      [at("PUBLIC")]: null,
      [at("user-gone")]: null,
    });
    expect(calls).toMatchInlineSnapshot(`
      [
        {
          "body": {
            "invitee": "org-lab",
            "level": "ADMINISTER",
            "suppressAllNotifications": true,
            "suppressEmailNotification": true,
          },
          "changes": [
            "org-acme/projects/p/grants/org-lab",
          ],
          "lane": "project:project-p",
          "method": "POST",
          "operation": "project.invite",
          "path": [
            "project-p",
            "invite",
          ],
          "scope": "org-acme/projects/p",
        },
        {
          "body": {
            "invitee": "user-bob",
            "level": "UPLOAD",
            "suppressAllNotifications": true,
            "suppressEmailNotification": true,
          },
          "changes": [
            "org-acme/projects/p/grants/user-bob",
          ],
          "lane": "project:project-p",
          "method": "POST",
          "operation": "project.invite",
          "path": [
            "project-p",
            "invite",
          ],
          "scope": "org-acme/projects/p",
        },
        {
          "body": {
            "PUBLIC": null,
            "user-alice": "VIEW",
          },
          "changes": [
            "org-acme/projects/p/grants/user-alice",
            "org-acme/projects/p/grants/PUBLIC",
          ],
          "lane": "project:project-p",
          "method": "POST",
          "operation": "project.decreasePermissions",
          "path": [
            "project-p",
            "decreasePermissions",
          ],
          "scope": "org-acme/projects/p",
        },
      ]
    `);
  });

  it("of the actor itself end by leaving", () => {
    expect(callsFor(live, "grant", { [at("user-root")]: null })).toEqual([["project.leave", {}]]);
  });

  it("on a project of the same plan name it by reference", () => {
    const { id: _, ...fresh } = projectOf();
    const { calls } = draftsFor([organizationOf(), fresh], "grant", { [at("user-bob")]: { level: "VIEW" } });
    expect(calls[0]?.path).toEqual([{ $ref: "id", address: projectAddress }, "invite"]);
    expect(calls[0]?.lane).toBe(`project:${projectAddress}`);
  });
});

describe("people of apps", () => {
  it("come in one call and go in one", () => {
    const live = [appOf(), listedOf("authorizedUsers", "user-alice"), listedOf("authorizedUsers", "PUBLIC")];
    const at = (who: string) => `${appAddress}/authorizedUsers/${who}`;
    expect(callsFor(live, "authorized-user", { [at("user-bob")]: {}, [at("org-lab")]: {} })).toEqual([
      ["app.addAuthorizedUsers", { authorizedUsers: ["user-bob", "org-lab"] }],
    ]);
    expect(callsFor(live, "authorized-user", { [at("user-alice")]: null, [at("PUBLIC")]: null })).toEqual([
      ["app.removeAuthorizedUsers", { authorizedUsers: ["user-alice", "PUBLIC"] }],
    ]);
    expect(callsFor([appOf()], "developer", { [`${appAddress}/developers/user-bob`]: {} })).toEqual([
      ["app.addDevelopers", { developers: ["user-bob"] }],
    ]);
  });
});
