import { describe, expect, test } from "vitest";
import type { Platform } from "../../src/model/platform.ts";
import type { Resource } from "../../src/model/resource.ts";
import { createState } from "../../src/model/state.ts";
import { stateWithout } from "../../src/plan/without.ts";
import { cloudConsole } from "../../src/platforms/cloud-console/index.ts";
import { cloudElements } from "../../src/platforms/cloud-elements/index.ts";
import { datica } from "../../src/platforms/datica/index.ts";
import { dnanexus } from "../../src/platforms/dnanexus/index.ts";
import { marketplace } from "../../src/platforms/marketplace/index.ts";
import * as console_ from "./cloud-console/support.ts";
import * as genomics from "./dnanexus/support.ts";
import * as market from "./marketplace/support.ts";

/** Addresses that are gone beside the one that was asked about. */
function along(
  platform: Platform,
  resources: readonly Resource[],
  address: string,
  actor: string,
): readonly string[] {
  const live = createState(resources);
  const state = stateWithout(platform, live, address, { id: actor, facts: market.actor.facts ?? {} });
  expect(state.get(address)).toBeUndefined();
  return [...live.all()]
    .map((resource) => resource.address)
    .filter((each) => each !== address && state.get(each) === undefined);
}

describe("what would remain without a membership", () => {
  const { memberOf, seatOf, organizationOf, teamOf } = market;
  const bob = "bob@acme.io";

  test("goes with what the platform takes along: who leaves the organization leaves its teams", () => {
    const resources = [
      organizationOf(),
      memberOf(market.ann, "maintainer"),
      memberOf(bob, "viewer"),
      teamOf(),
      seatOf(bob, "editor"),
    ];
    expect(along(marketplace, resources, `acme/members/${bob}`, market.ann)).toEqual([
      `${market.team}/members/${bob}`,
    ]);
    expect(along(marketplace, resources, `${market.team}/members/${bob}`, market.ann)).toEqual([]);
  });

  test("keeps what the platform leaves: a member's own grants", () => {
    const resources = [
      genomics.organizationOf(),
      genomics.memberOf("user-a", { level: "ADMIN" }),
      genomics.memberOf("user-b", { level: "MEMBER" }),
      genomics.projectOf(),
      genomics.grantOf("user-b", "VIEW"),
    ];
    expect(along(dnanexus, resources, `${genomics.org}/members/user-b`, "user-a")).toEqual([]);
  });

  test("also where no call could take it away, or the actor may not: it is a question, not a plan", () => {
    const { ownerOf, administratorOf, organizationOf: console } = console_;
    const owner = [console(), ownerOf("ann@acme.io"), administratorOf(bob)];
    expect(along(cloudConsole, owner, "acme/owners/ann@acme.io", "ann@acme.io")).toEqual([]);
    const stranger = [
      organizationOf({ facts: {} }),
      memberOf(market.ann, "maintainer"),
      memberOf(bob, "viewer"),
    ];
    expect(along(marketplace, stranger, `acme/members/${market.ann}`, "zed@acme.io")).toEqual([]);
  });

  test("of nothing is what is live", () => {
    for (const platform of [cloudElements, datica]) {
      const live = createState();
      expect(stateWithout(platform, live, "acme/members/nobody", { id: "a" })).toBe(live);
    }
  });
});
