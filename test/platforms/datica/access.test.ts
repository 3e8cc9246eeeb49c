import { describe, expect, it } from "vitest";
import type { Resource } from "../../../src/model/resource.ts";
import { createState } from "../../../src/model/state.ts";
import { datica } from "../../../src/platforms/datica/index.ts";
import { grantResource } from "../../../src/platforms/datica/resources.ts";
import {
  environmentAt,
  environmentOf,
  grantOf,
  groupOf,
  inGroup,
  invitedOf,
  mail,
  memberOf,
  org,
  orgOf,
} from "./support.ts";

const { access } = datica;
const production = environmentAt("production");
const base = [orgOf(), environmentOf("production"), environmentOf("staging")];

/** `who level via: actions` for tables. */
function table(own: readonly Resource[], target: string, who: string | null = null): readonly string[] {
  return access
    .rows(createState([...base, ...own]), target, who)
    .map((row) => `${row.who} ${row.level} via ${row.via.join(", ")}: ${row.actions.join(" ")}`);
}

const everybody = [
  memberOf("owen", "owner"),
  memberOf("ada", "admin"),
  memberOf("mia", "member"),
  memberOf("max", "member"),
  memberOf("aud", "auditor"),
  invitedOf("eve", "admin"),
  grantOf("production", "mia"),
  grantResource(production, "5f3c-9911", "5f3c-9911"),
];

it("of the organization", () => {
  expect(table(everybody, org)).toEqual([
    "ada@acme.io admin via direct: LIST INVITE GRANT",
    "aud@acme.io auditor via direct: LIST",
    "max@acme.io member via direct: LIST",
    "mia@acme.io member via direct: LIST",
    "owen@acme.io owner via direct: LIST INVITE GRANT SET_ROLES CONFIGURE",
  ]);
});

it("of an environment: without a grant a member only sees that it exists", () => {
  expect(table(everybody, production)).toEqual([
    "5f3c-9911 granted via direct: LIST USE",
    "ada@acme.io admin via organization: LIST USE",
    "aud@acme.io auditor via organization: LIST",
    "max@acme.io member via organization: LIST",
    "mia@acme.io granted via direct, organization: LIST USE",
    "owen@acme.io owner via organization: LIST USE",
  ]);
});

it.each([
  ["somebody who has not accepted", org, mail("eve"), []],
  ["somebody who is nobody", org, mail("zed"), []],
  ["one principal", org, mail("max"), ["max@acme.io member via direct: LIST"]],
  [
    "one principal at an environment",
    production,
    mail("mia"),
    ["mia@acme.io granted via direct, organization: LIST USE"],
  ],
  ["what is no target", `${org}/members/${mail("mia")}`, null, []],
  ["what is not there", `${org}/environments/none`, null, []],
])("%s", (_, target, who, rows) => {
  expect(table(everybody, target, who)).toEqual(rows);
});

it("every action that a row holds is one of the vocabulary, in its order", () => {
  const state = createState([...base, ...everybody]);
  const rows = [org, production].flatMap((target) => access.rows(state, target, null));
  for (const { actions } of rows) {
    expect(actions).toEqual(access.actions.filter((action) => actions.includes(action)));
  }
  expect(new Set(rows.flatMap(({ actions }) => actions))).toEqual(new Set(access.actions));
});

it("targets are organizations and environments", () => {
  expect([...access.targets(createState(base))]).toEqual([org, production, environmentAt("staging")]);
});

describe("touched", () => {
  it.each<readonly [string, Resource, readonly string[]]>([
    [
      "a member",
      memberOf("mia", "member"),
      [org, production, environmentAt("staging")].map((at) => `${at} ${mail("mia")}`),
    ],
    ["a grant", grantOf("production", "mia"), [`${production} ${mail("mia")}`]],
    ["an organization", orgOf(), []],
    ["an environment", environmentOf("production"), []],
    ["a group", groupOf("Readers"), []],
    ["a place in a group", inGroup("Readers", "mia"), []],
  ])("%s", (_, resource, rows) => {
    const touched = [...access.touched(createState(base), resource)];
    expect(touched.map(({ target, who }) => `${target} ${who}`)).toEqual(rows);
  });
});
