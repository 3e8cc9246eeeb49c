/** The limits of removals hold on every edge: for each kind of every platform that omission can remove. */
import { describe, expect, test } from "vitest";
import { defaultGuards } from "../../../src/model/configuration.ts";
import { stopsOf } from "../../../src/model/plan.ts";
import type { Actor, Platform } from "../../../src/model/platform.ts";
import { createState } from "../../../src/model/state.ts";
import { platforms } from "../../../src/platforms/registry.ts";
import { desiredOf, liveOf, planOf, type Tree } from "../../support/plans.ts";

interface Edge {
  /** From the organization to the list, with a key for every container in between. */
  readonly path: readonly string[];
  readonly key: (n: number) => string;
  readonly entry: unknown;
  /** What it needs to be live beside it. */
  readonly beside?: string;
}

const user = (n: number) => `user-u${n}`;
const mail = (n: number) => `u${n}@acme.io`;
const word = (n: number) => `thing-${n}`;

const edges: Readonly<Record<string, Readonly<Record<string, Edge>>>> = {
  dnanexus: {
    member: { path: ["members"], key: user, entry: "MEMBER" },
    grant: { path: ["projects", "raw", "grants"], key: user, entry: "VIEW" },
    "authorized-user": { path: ["apps", "app-x", "authorizedUsers"], key: user, entry: {} },
    developer: { path: ["apps", "app-x", "developers"], key: user, entry: {} },
  },
  datica: {
    member: { path: ["members"], key: mail, entry: "member" },
    grant: { path: ["environments", "prod", "grants"], key: mail, entry: {}, beside: "members" },
    "group-member": { path: ["groups", "dev", "members"], key: mail, entry: {} },
  },
  "cloud-console": {
    "group-project": { path: ["groups", "dev", "projects"], key: word, entry: {} },
    "group-member": { path: ["groups", "dev", "members"], key: mail, entry: {} },
    administrator: { path: ["administrators"], key: mail, entry: {} },
    "billing-administrator": { path: ["billingAdministrators"], key: mail, entry: {} },
  },
  marketplace: {
    member: { path: ["members"], key: mail, entry: "member" },
    "team-member": { path: ["teams", "dev", "members"], key: mail, entry: "member" },
    share: { path: ["applications"], key: word, entry: {} },
    "team-share": { path: ["teams", "dev", "applications"], key: word, entry: {} },
  },
  "cloud-elements": {
    privilege: { path: ["roles", "sales", "privileges"], key: (n) => `privilege${n}`, entry: {} },
    user: {
      path: ["accounts", "shop", "users"],
      key: mail,
      entry: { firstName: "U", lastName: "Ser", roles: [], active: true },
    },
  },
};

/** There is never more than one, and a transfer is no removal. */
const single = new Set(["owner"]);

const actor: Actor = { id: "nobody" };

function tree({ path, key, entry }: Edge, keys: readonly number[]): Tree {
  const list: Tree = Object.fromEntries(keys.map((n) => [key(n), entry]));
  return path.reduceRight<Tree>((inner, name) => ({ [name]: inner }), list);
}

const eight = [1, 2, 3, 4, 5, 6, 7, 8];

function stops(platform: Platform, edge: Edge, left: readonly number[], expired: readonly number[] = []) {
  const written = tree(edge, left);
  const lists = desiredOf(platform, { acme: written });
  const home = ["acme", ...edge.path].join("/");
  const resources = new Map(lists.resources);
  for (const n of expired) {
    const at = `${home}/${edge.key(n)}`;
    const [resource] = [...desiredOf(platform, { acme: tree(edge, [n]) }).resources.values()].filter(
      ({ address }) => address === at,
    );
    if (resource !== undefined)
      resources.set(at, { ...resource, state: "absent", absentBecause: "expired", expires: "2026-01-01" });
  }
  const others =
    edge.beside === undefined
      ? {}
      : { [edge.beside]: Object.fromEntries(eight.map((n) => [edge.key(n), "member"])) };
  // Ids and facts of all sorts, by which platforms know their objects.
  const live = createState(
    [...liveOf(platform, { acme: { ...tree(edge, eight), ...others } }).all()].map((each, index) => ({
      ...each,
      id: `${100 + index}`,
      facts: { user: `u-${each.key}`, rowId: each.key, owner: "u", ownerEmail: "nobody" },
    })),
  );
  const guards = { ...defaultGuards, expiries: { ...defaultGuards.expiries, count: 5 } };
  const plan = planOf(platform, { resources, managed: lists.managed }, live, { actor, guards });
  return stopsOf(plan).flatMap(({ guard, scope }) =>
    ["removals", "expiries"].includes(guard) ? [`${guard} ${scope}`] : [],
  );
}

describe.each(platforms.map((platform) => [platform.name, platform] as const))("%s", (name, platform) => {
  const table = edges[name] ?? {};

  test("has every kind that omission removes in the table", () => {
    const removable = platform.kinds.filter((kind) => kind.omission === "remove" && !single.has(kind.name));
    expect(Object.keys(table).sort()).toEqual(removable.map((kind) => kind.name).sort());
  });

  describe.each(Object.entries(table))("%s", (_kind, edge) => {
    const home = ["acme", ...edge.path].join("/");
    test.each([
      ["three of eight go", eight.slice(3), [], []],
      ["four of eight go", eight.slice(4), [], [`removals ${home}`]],
      ["all go", [], [], [`removals ${home}`]],
      ["five of eight expire", eight.slice(5), eight.slice(0, 5), []],
      ["six of eight expire", eight.slice(6), eight.slice(0, 6), [`expiries ${home}`]],
      ["three go and the rest expires", [], eight.slice(3), [`removals ${home}`]],
    ])("%s", (_case, left, expired, expected) => {
      expect(stops(platform, edge, left, expired)).toEqual(expected);
    });
  });
});
