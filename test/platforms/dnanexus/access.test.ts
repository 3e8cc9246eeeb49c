import { describe, expect, it } from "vitest";
import type { Resource } from "../../../src/model/resource.ts";
import { createState } from "../../../src/model/state.ts";
import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";
import { ceilings, projectLevels } from "../../../src/platforms/dnanexus/levels.ts";
import {
  appAddress,
  appOf,
  grantOf,
  listedOf,
  memberOf,
  org,
  organizationOf,
  projectAddress,
  projectOf,
} from "./support.ts";

const { access } = dnanexus;

function rows(resources: readonly Resource[], target = projectAddress, who: string | null = null) {
  return access.rows(createState(resources), target, who);
}

/** `who level via: actions` for tables. */
function table(...input: Parameters<typeof rows>): readonly string[] {
  return rows(...input).map(
    (row) => `${row.who} ${row.level} via ${row.via.join(", ")}: ${row.actions.join(" ")}`,
  );
}

describe("projects", () => {
  it("each level allows all that the one below does", () => {
    const actions = projectLevels.map((level) => rows([projectOf(), grantOf("user-a", level)])[0]?.actions);
    expect(actions).toMatchInlineSnapshot(`
      [
        [
          "VIEW",
          "PREVIEW",
          "DATABASE",
          "COPY",
          "DOWNLOAD",
        ],
        [
          "VIEW",
          "PREVIEW",
          "DATABASE",
          "COPY",
          "DOWNLOAD",
          "UPLOAD",
        ],
        [
          "VIEW",
          "PREVIEW",
          "DATABASE",
          "COPY",
          "DOWNLOAD",
          "UPLOAD",
          "EDIT",
          "RUN",
          "DELETE",
        ],
        [
          "VIEW",
          "PREVIEW",
          "DATABASE",
          "COPY",
          "DOWNLOAD",
          "UPLOAD",
          "EDIT",
          "RUN",
          "DELETE",
          "ADMINISTER",
        ],
      ]
    `);
  });

  describe("through an organization a member gets the lower of its level and of projectAccess", () => {
    const cells = projectLevels.flatMap((level) => ceilings.map((ceiling) => [level, ceiling] as const));
    it.each(cells)("%s, %s", (level, ceiling) => {
      const least = ceilings[Math.min(ceilings.indexOf(level), ceilings.indexOf(ceiling))];
      const found = rows([
        projectOf(),
        memberOf("user-a", { level: "MEMBER", projectAccess: ceiling }),
        grantOf(org, level),
      ]);
      expect(found.map((row) => [row.who, row.level, row.via])).toEqual(
        least === "NONE" ? [] : [["user-a", least, [org]]],
      );
    });
  });

  it("an ADMIN has no ceiling", () => {
    const found = rows([projectOf(), memberOf("user-a", { level: "ADMIN" }), grantOf(org, "ADMINISTER")]);
    expect(found.map((row) => row.level)).toEqual(["ADMINISTER"]);
  });

  it("the greater of all paths counts, and all that give something are named", () => {
    const found = rows([
      projectOf(),
      memberOf("user-a", { level: "MEMBER", projectAccess: "CONTRIBUTE" }),
      memberOf("user-a", { level: "MEMBER", projectAccess: "NONE" }, "org-none"),
      memberOf("user-a", { level: "ADMIN" }, "org-lab"),
      grantOf("user-a", "VIEW"),
      grantOf(org, "ADMINISTER"),
      grantOf("org-none", "ADMINISTER"),
      grantOf("org-lab", "UPLOAD"),
    ]);
    expect(found.map((row) => [row.who, row.level, row.via])).toEqual([
      ["user-a", "CONTRIBUTE", ["direct", "org-acme", "org-lab"]],
    ]);
  });

  it("everybody is a row of its own", () => {
    expect(table([projectOf(), grantOf("PUBLIC", "VIEW")])).toEqual([
      "PUBLIC VIEW via direct: VIEW PREVIEW DATABASE COPY DOWNLOAD",
    ]);
  });

  it("an organization whose members are not known stands for itself", () => {
    const found = [
      projectOf(),
      grantOf("org-lab", "UPLOAD"),
      grantOf(org, "VIEW"),
      memberOf("user-a", { level: "ADMIN" }),
    ];
    expect(rows(found).map((row) => [row.who, row.via])).toEqual([
      ["org-lab", ["direct"]],
      ["user-a", [org]],
    ]);
    expect(rows(found, projectAddress, "org-lab").map((row) => row.level)).toEqual(["UPLOAD"]);
    expect(rows(found, projectAddress, org)).toEqual([]);
  });

  it("paying gives nothing: an ADMIN of the payer has no row", () => {
    expect(
      rows([
        organizationOf(),
        projectOf(),
        memberOf("user-a", { level: "ADMIN" }),
        grantOf("user-b", "VIEW"),
      ]).map((row) => row.who),
    ).toEqual(["user-b"]);
  });

  /** Setting, and the actions that VIEW, UPLOAD, CONTRIBUTE and ADMINISTER lose by it. */
  const all = (action: string, from = 0) => projectLevels.map((_, index) => (index < from ? [] : [action]));
  it.each([
    ["overrides.copy", "no-one", all("COPY")],
    ["overrides.delete", "admins-only", [[], [], ["DELETE"], []]],
    ["overrides.download", "no-one", projectLevels.map(() => ["DATABASE", "DOWNLOAD"])],
    ["previewViewerRestricted", true, all("PREVIEW")],
    ["externalUploadRestricted", true, all("UPLOAD", 1)],
    ["databaseUIViewOnly", true, [["DATABASE"], [], [], []]],
    ["overrides.copy", "all-members", projectLevels.map(() => [])],
    ["containsPHI", true, projectLevels.map(() => [])],
  ])("%s: %s", (name, value, lost) => {
    const taken = projectLevels.map((level) => {
      const open = rows([projectOf(), grantOf("user-a", level)])[0]?.actions ?? [];
      const closed =
        rows([projectOf({ attributes: { [name]: value } }), grantOf("user-a", level)])[0]?.actions ?? [];
      return open.filter((action) => !closed.includes(action));
    });
    expect(taken).toEqual(lost);
  });

  it("one row is what all rows say of the one", () => {
    const state = [
      projectOf(),
      memberOf("user-a", { level: "MEMBER", projectAccess: "VIEW" }),
      memberOf("user-b", { level: "ADMIN" }),
      grantOf(org, "CONTRIBUTE"),
      grantOf("user-a", "UPLOAD"),
      grantOf("PUBLIC", "VIEW"),
      grantOf("org-far", "VIEW"),
    ];
    for (const row of rows(state)) expect(rows(state, projectAddress, row.who)).toEqual([row]);
    expect(rows(state, projectAddress, "user-c")).toEqual([]);
  });
});

describe("organizations", () => {
  it("say what each member may do", () => {
    const members = [
      organizationOf(),
      memberOf("user-admin", { level: "ADMIN" }),
      memberOf("user-payer", { level: "MEMBER", allowBillableActivities: true, treManagement: true }),
      memberOf("user-plain", { level: "MEMBER" }),
    ];
    expect(table(members, org)).toMatchInlineSnapshot(`
      [
        "user-admin ADMIN via direct: VIEW LIST BILL TRANSFER archivalManagement dataDeletion dataSearch projectMemberDemotion ADMINISTER",
        "user-payer MEMBER via direct: VIEW BILL treManagement",
        "user-plain MEMBER via direct: VIEW",
      ]
    `);
    expect(table(members, org, "user-plain")).toEqual(["user-plain MEMBER via direct: VIEW"]);
  });

  it.each([
    ["ADMIN", []],
    ["MEMBER", ["user-a MEMBER"]],
    ["PUBLIC", ["PUBLIC PUBLIC", "user-a MEMBER"]],
  ])("with a member list visible to %s, those who LIST below ADMIN are %j", (visible, who) => {
    const acme = organizationOf(org, {
      attributes: { "policies.memberListVisibility": visible, "policies.restrictProjectTransfer": "ADMIN" },
    });
    const found = rows([acme, memberOf("user-a", { level: "MEMBER" })], org);
    expect(
      found.filter((row) => row.actions.includes("LIST")).map((row) => `${row.who} ${row.level}`),
    ).toEqual(who);
  });
});

describe("apps", () => {
  it("run for who is authorized, directly or through an organization with appAccess", () => {
    const state = [
      appOf(),
      memberOf("user-a", { level: "MEMBER", appAccess: true }),
      memberOf("user-b", { level: "MEMBER", appAccess: false }),
      memberOf("user-c", { level: "ADMIN" }),
      listedOf("authorizedUsers", org),
      listedOf("authorizedUsers", "PUBLIC"),
      listedOf("authorizedUsers", "org-far"),
      listedOf("developers", "user-c"),
      listedOf("developers", "user-d"),
    ];
    expect(table(state, appAddress)).toMatchInlineSnapshot(`
      [
        "PUBLIC authorized via direct: RUN",
        "org-far authorized via direct: RUN",
        "user-a authorized via org-acme: RUN",
        "user-c developer via direct, org-acme: RUN DEVELOP",
        "user-d developer via direct: DEVELOP",
      ]
    `);
    for (const row of rows(state, appAddress)) expect(rows(state, appAddress, row.who)).toEqual([row]);
    expect(rows(state, appAddress, "user-b")).toEqual([]);
  });
});

describe("touched", () => {
  const members = ["user-a", "user-b", "user-c"].map((user) => memberOf(user, { level: "MEMBER" }));
  const state = createState([
    organizationOf(),
    ...members,
    projectOf(),
    grantOf(org, "VIEW"),
    grantOf("user-a", "VIEW"),
    grantOf("org-far", "VIEW"),
    appOf(),
    listedOf("authorizedUsers", org),
    memberOf("user-z", { level: "ADMIN" }, "org-lone"),
    grantOf("org-lone", "VIEW"),
  ]);
  const touched = (address: string) => {
    const resource = state.get(address);
    return resource === undefined
      ? []
      : [...access.touched(state, resource)].map(({ target, who }) => `${target} ${who}`);
  };

  it.each([
    ["org-acme", ["org-acme null"]],
    [projectAddress, [`${projectAddress} null`]],
    [appAddress, [`${appAddress} null`]],
    ["org-acme/members/user-b", ["org-acme user-b", `${projectAddress} user-b`, `${appAddress} user-b`]],
    [
      "org-lone/members/user-z",
      ["org-lone user-z", `${projectAddress} user-z`, `${projectAddress} org-lone`],
    ],
    [`${projectAddress}/grants/user-a`, [`${projectAddress} user-a`]],
    [`${projectAddress}/grants/org-far`, [`${projectAddress} org-far`]],
    [
      `${projectAddress}/grants/org-acme`,
      ["user-a", "user-b", "user-c"].map((who) => `${projectAddress} ${who}`),
    ],
    [
      `${appAddress}/authorizedUsers/org-acme`,
      ["user-a", "user-b", "user-c"].map((who) => `${appAddress} ${who}`),
    ],
  ])("%s: %j", (address, expected) => {
    expect(touched(address)).toEqual(expected);
  });

  it("targets are all organizations, projects and apps", () => {
    expect([...access.targets(createState([organizationOf(), projectOf(), appOf(), ...members]))]).toEqual([
      org,
      projectAddress,
      appAddress,
    ]);
  });
});
