/** Who can do what where, and by which path. */
import { describe, expect, it } from "vitest";
import type { Resource } from "../../../src/model/resource.ts";
import { createState } from "../../../src/model/state.ts";
import { cloudConsole } from "../../../src/platforms/cloud-console/index.ts";
import {
  administratorOf,
  billingOf,
  groupOf,
  inGroup,
  memberOf,
  org,
  organizationOf,
  ownerOf,
  projectOf,
} from "./support.ts";

const { access } = cloudConsole;
const ml = "acme/groups/ml";
const unlabelled: Resource = { ...groupOf("g9"), id: "g9", attributes: { name: "Old group" } };

const state = createState([
  organizationOf(),
  ownerOf("alice@x"),
  administratorOf("bob@x"),
  administratorOf("eve@x", true),
  ownerOf("bob@x", true),
  billingOf("bob@x"),
  billingOf("carol@x"),
  billingOf("dan@x"),
  projectOf("web"),
  projectOf("data"),
  projectOf("lonely"),
  groupOf("web"),
  groupOf("ml"),
  unlabelled,
  inGroup("web"),
  inGroup("web", ml),
  inGroup("data", ml),
  inGroup("data", unlabelled.address),
  memberOf("carol@x"),
  memberOf("carol@x", false, ml),
  memberOf("fay@x", true),
  memberOf("gus@x", false, unlabelled.address),
]);

const line = (row: ReturnType<typeof access.rows>[number]) =>
  `${row.who} ${row.level}: ${row.actions.join(" ")} via ${row.via.join(", ")}`;
const rows = (target: string, who: string | null = null) => access.rows(state, target, who).map(line);

const managed = "USE MANAGE_PROJECTS via";

describe("rows", () => {
  it("of an organization: every way in, and what it gives; what is pending is none", () => {
    expect(rows(org)).toEqual([
      "alice@x owner: SEE BILLING MANAGE_PROJECTS MANAGE_GROUPS MANAGE_ADMINISTRATORS OWN via owner",
      "bob@x administrator: SEE BILLING MANAGE_PROJECTS MANAGE_GROUPS MANAGE_ADMINISTRATORS via administrator, billing",
      "carol@x member: SEE BILLING via billing, ml, web",
      "dan@x billing administrator: BILLING via billing",
      "gus@x member: SEE via Old group",
    ]);
  });

  it.each([
    [
      "web",
      [
        `alice@x owner: ${managed} owner`,
        `bob@x administrator: ${managed} administrator`,
        "carol@x member: USE via ml, web",
      ],
    ],
    [
      "data",
      [
        `alice@x owner: ${managed} owner`,
        `bob@x administrator: ${managed} administrator`,
        "carol@x member: USE via ml",
        "gus@x member: USE via Old group",
      ],
    ],
    ["lonely", [`alice@x owner: ${managed} owner`, `bob@x administrator: ${managed} administrator`]],
  ])("of the project %s", (key, expected) => {
    expect(rows(`acme/projects/${key}`)).toEqual(expected);
  });

  it("of one person are those of all, one by one", () => {
    for (const target of access.targets(state)) {
      for (const row of access.rows(state, target, null)) {
        expect(access.rows(state, target, row.who)).toEqual([row]);
      }
      expect(access.rows(state, target, "eve@x")).toEqual([]);
      expect(access.rows(state, target, "fay@x")).toEqual([]);
    }
  });

  it("are there for nothing else", () => {
    expect(access.rows(state, ml, null)).toEqual([]);
    expect(access.rows(state, "acme/projects/none", null)).toEqual([]);
  });

  it("say only what the vocabulary has", () => {
    for (const target of access.targets(state)) {
      for (const { actions } of access.rows(state, target, null)) {
        expect(actions.every((action) => access.actions.includes(action))).toBe(true);
      }
    }
  });
});

it("targets are organizations and their projects", () => {
  expect([...access.targets(state)]).toEqual([
    org,
    "acme/projects/web",
    "acme/projects/data",
    "acme/projects/lonely",
  ]);
});

describe("rows that may look different once something has changed", () => {
  const projects = ["acme/projects/data", "acme/projects/lonely", "acme/projects/web"];
  const touched = (resource: Resource) =>
    [...new Set([...access.touched(state, resource)].map(({ target, who }) => `${target} ${who}`))].sort();

  it.each<[string, Resource, string[]]>([
    ["an organization", organizationOf(), [`${org} null`]],
    ["a project", projectOf("web"), ["acme/projects/web null"]],
    ["an owner", ownerOf("x@x"), [`${org} x@x`, ...projects.map((each) => `${each} x@x`)]],
    ["an administrator", administratorOf("x@x"), [`${org} x@x`, ...projects.map((each) => `${each} x@x`)]],
    ["a billing administrator", billingOf("x@x"), [`${org} x@x`]],
    [
      "a member of a group",
      memberOf("x@x", false, ml),
      [`${org} x@x`, "acme/projects/data x@x", "acme/projects/web x@x"],
    ],
    [
      "a project of a group",
      inGroup("lonely"),
      ["acme/projects/lonely carol@x", "acme/projects/lonely fay@x"],
    ],
    ["a group", groupOf("ml"), [`${org} carol@x`, "acme/projects/data carol@x", "acme/projects/web carol@x"]],
  ])("%s", (_name, resource, expected) => {
    expect(touched(resource)).toEqual(expected);
  });
});
