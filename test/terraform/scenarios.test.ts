/** What the provider promises, one promise a test, through Terraform's core and on a sandbox. */
import { describe, expect, it } from "vitest";
import type { Platform } from "../../src/model/platform.ts";
import type { TfObject, TfValue } from "../../src/terraform/contract.ts";
import { unknown } from "../../src/terraform/contract.ts";
import { createProvider } from "../../src/terraform/provider/index.ts";
import { type Applied, actionsOf, type Core, type Instance, type Plan, type Said } from "./core/cli.ts";
import { objectOf } from "./core/values.ts";
import { lenient, type Site, site } from "./lives/site.ts";
import { cloudConsoleWorld } from "./worlds/cloud-console.ts";
import { cloudElementsWorld } from "./worlds/cloud-elements.ts";
import { dnanexusWorld } from "./worlds/dnanexus.ts";
import { marketplaceWorld } from "./worlds/marketplace.ts";

type Written = { readonly [name: string]: TfValue };

function of(written: Written): TfObject {
  return objectOf(Object.entries(written));
}

function instance(type: string, name: string, written: Written): Instance {
  return { address: `charter_${type}.${name}`, type: `charter_${type}`, config: of(written) };
}

/** With references to other instances: `needs` says to which. */
function referring(
  type: string,
  name: string,
  needs: readonly Instance[],
  written: (value: (instance: Instance, attribute: string) => TfValue) => Written,
): Instance {
  return {
    address: `charter_${type}.${name}`,
    type: `charter_${type}`,
    needs: needs.map(({ address }) => address),
    config: (reference) => of(written(({ address }, attribute) => reference(address, attribute))),
  };
}

function told(
  of: { readonly diagnostics: readonly Said[] },
  severity: "error" | "warning",
): readonly string[] {
  return of.diagnostics
    .filter((each) => each.severity === severity)
    .map(({ address, summary, detail }) => `${address}: ${summary}: ${detail}`);
}

async function carriedOut(
  core: Core,
  instances: readonly Instance[],
  state?: Plan["state"],
): Promise<Applied> {
  const plan = await core.plan(instances, state);
  expect(told(plan, "error")).toEqual([]);
  const applied = await core.apply(plan);
  expect(told(applied, "error")).toEqual([]);
  return applied;
}

const members = (map: { readonly [key: string]: string }, more: Written = {}): Instance =>
  instance("dnanexus_members", "all", {
    organization: "org-acme",
    members: of(Object.fromEntries(Object.entries(map).map(([key, level]) => [key, of({ level })]))),
    ...more,
  });

const member = (name: string, level: string, more: Written = {}): Instance =>
  instance("dnanexus_member", name, { organization: "org-acme", key: `user-${name}`, level, ...more });

const live = { "user-alice": "ADMIN", "user-carol": "MEMBER", "user-dave": "ADMIN" };

describe("labels", () => {
  it("are found again when nothing but a child is applied, although the name is another", async () => {
    await using at = await site(marketplaceWorld, lenient);
    const organization = instance("marketplace_organization", "shop", {
      key: "shop",
      name: "The shop of shops",
    });
    const team = (description: string) =>
      referring("marketplace_team", "dev", [organization], (value) => ({
        organization: value(organization, "id"),
        key: "developers",
        name: "Developers and friends",
        description,
      }));
    const first = await carriedOut(at.core, [organization, team("one")]);
    const dev = team("one");
    const alice = referring("marketplace_team_member", "alice", [dev], (value) => ({
      team: value(dev, "id"),
      key: "alice@example.com",
      role: "maintainer",
    }));
    const second = await carriedOut(at.core, [organization, team("one"), alice], first.state);
    expect(actionsOf(await at.core.plan([organization, team("one"), alice], second.state))).toEqual({});
    const third = await carriedOut(at.core, [organization, team("two"), alice], second.state);
    expect(actionsOf(await at.core.plan([organization, team("two"), alice], third.state))).toEqual({});
  });

  it("that stand for two objects stop the plan", async () => {
    await using at = await site(marketplaceWorld, lenient);
    const one = instance("marketplace_organization", "one", { key: "shop", name: "Shop one" });
    const two = instance("marketplace_organization", "two", { key: "other", name: "Shop two" });
    const applied = await carriedOut(at.core, [one, two]);
    const twin = instance("marketplace_organization", "two", { key: "shop", name: "Shop two" });
    const plan = await at.core.plan([one, twin], applied.state);
    expect(told(plan, "error").join()).toContain("One key, two objects");
  });
});

describe("keys that name other objects", () => {
  it("may be ids of objects that have a label here", async () => {
    await using at = await site(cloudConsoleWorld, lenient);
    const project = instance("cloud_console_project", "shop", {
      organization: "acme",
      key: "the shop",
      name: "shop",
      platform_id: "123456789abcdef0123456789abcdef0",
    });
    const link = referring("cloud_console_group_project", "link", [project], (value) => ({
      group: "acme/groups/web",
      key: value(project, "platform_id"),
    }));
    const applied = await carriedOut(at.core, [project, link]);
    expect(actionsOf(await at.core.plan([project, link], applied.state))).toEqual({});
  });
});

describe("a whole collection", () => {
  it("is exactly what is written, and says what goes where the plan cannot show it", async () => {
    await using at = await site(dnanexusWorld, lenient);
    const plan = await at.core.plan([members({ "user-alice": "ADMIN", "user-bob": "ADMIN" })]);
    expect(told(plan, "warning").join()).toContain("removes them: user-carol, user-dave");
    const { state } = await at.core.apply(plan);
    expect(
      actionsOf(await at.core.plan([members({ "user-alice": "ADMIN", "user-bob": "ADMIN" })], state)),
    ).toEqual({});
  });

  it("is guarded: too many removals stop the plan, at the map, and can be allowed", async () => {
    const strict = of({
      guards: of({
        removals: of({ ratio: 0.25, from: 1, count: null }),
        expiries: null,
        admins: null,
        protected: null,
      }),
    });
    await using at = await site(dnanexusWorld, strict);
    const few = { "user-alice": "ADMIN" };
    const plan = await at.core.plan([members(few)]);
    const [stop] = plan.diagnostics.filter(({ severity }) => severity === "error");
    expect(stop?.summary).toBe("Stopped by a guard (removals)");
    expect(stop?.path).toEqual([{ attribute: "members" }]);
    expect(stop?.detail).toContain('allow = ["removals:org-acme/members"]');
    await carriedOut(at.core, [members(few, { allow: ["removals:org-acme/members"] })]);
  });

  it("never loses the last administrator, nor the account that it runs as", async () => {
    await using at = await site(dnanexusWorld, lenient);
    const { state } = await carriedOut(at.core, [members(live)]);
    const plan = await at.core.plan([members({ "user-alice": "MEMBER", "user-carol": "MEMBER" })], state);
    expect(told(plan, "error").join("\n")).toMatch(
      /guard \(actor\)[\s\S]*guard \(admins\)|guard \(admins\)[\s\S]*guard \(actor\)/,
    );
  });

  it("is forgotten when it is destroyed: nobody is removed", async () => {
    await using at = await site(dnanexusWorld, lenient, true);
    const { state } = await carriedOut(at.core, [members(live)]);
    const plan = await at.core.plan([], state);
    expect(told(plan, "warning").join()).toContain("removes nobody");
    const writes = () => at.sandbox.requests.filter(({ write }) => write).length;
    const before = writes();
    const gone = await at.core.apply(plan);
    expect([gone.state.size, writes()]).toEqual([0, before]);
  });
});

describe("one resource", () => {
  it("is taken over where it is live, with a warning", async () => {
    await using at = await site(dnanexusWorld, lenient);
    const plan = await at.core.plan([member("carol", "ADMIN")]);
    expect(actionsOf(plan)).toEqual({ "charter_dnanexus_member.carol": "create" });
    expect(told(plan, "warning").join()).toContain("org-acme/members/user-carol is live");
  });

  it("of a label is not taken over by its name alone", async () => {
    await using at = await site(dnanexusWorld, lenient);
    const project = (more: Written = {}) =>
      instance("dnanexus_project", "p", { organization: "org-acme", key: "cleared", ...more });
    const plan = await at.core.plan([project()]);
    const id = /\?id=(project-\w+)/.exec(told(plan, "error").join())?.[1] ?? "";
    expect(id).not.toBe("");
    await carriedOut(at.core, [project({ platform_id: id })]);
  });

  it("does not remove the account that Terraform runs as", async () => {
    await using at = await site(dnanexusWorld, lenient);
    const { state } = await carriedOut(at.core, [member("alice", "ADMIN")]);
    expect(told(await at.core.plan([], state), "error").join()).toContain("guard (actor)");
  });

  it("leaves enough administrators: that is decided when it is applied", async () => {
    const settings = of({
      guards: of({
        removals: null,
        expiries: null,
        admins: of({ minimum: 2, required: null }),
        protected: null,
      }),
    });
    await using at = await site(dnanexusWorld, settings);
    const { state } = await carriedOut(at.core, [member("dave", "ADMIN")]);
    const plan = await at.core.plan([], state);
    expect(told(plan, "error")).toEqual([]);
    const applied = await at.core.apply(plan);
    expect(told(applied, "error").join()).toContain("guard (admins)");
    expect(applied.state.size).toBe(1);
  });

  it("protected by the provider block cannot be changed", async () => {
    const settings = of({
      guards: of({
        removals: null,
        expiries: null,
        admins: null,
        protected: ["org-acme/members/user-carol"],
      }),
    });
    await using at = await site(dnanexusWorld, settings);
    const { state } = await carriedOut(at.core, [member("carol", "MEMBER")]);
    const plan = await at.core.plan([member("carol", "ADMIN")], state);
    expect(told(plan, "error").join()).toContain("guard (protected)");
    expect(told(await at.core.plan([], state), "error").join()).toContain("guard (protected)");
  });

  it("with what it holds is destroyed only after deletion_protection is off", async () => {
    await using at = await site(dnanexusWorld, lenient);
    const project = (more: Written = {}) =>
      instance("dnanexus_project", "p", {
        organization: "org-acme",
        key: "raw",
        region: "aws:us-east-1",
        ...more,
      });
    const first = await carriedOut(at.core, [project()]);
    const destroyed = await at.core.plan([], first.state);
    expect(told(destroyed, "error").join()).toContain("deletion_protection = false first");
    const replaced = await at.core.plan([project({ region: "azure:westus" })], first.state);
    expect(told(replaced, "error").join()).toContain("deletion_protection = false first");
    const off = await carriedOut(at.core, [project({ deletion_protection: false })], first.state);
    const moved = await at.core.plan(
      [project({ region: "azure:westus", deletion_protection: false })],
      off.state,
    );
    expect(actionsOf(moved)).toEqual({ "charter_dnanexus_project.p": "replace" });
    const gone = await carriedOut(at.core, [], off.state);
    expect(gone.state.size).toBe(0);
  });

  it("that the platform cannot delete is forgotten, with a warning", async () => {
    await using at = await site(dnanexusWorld, lenient);
    const organization = instance("dnanexus_organization", "acme", { key: "org-acme" });
    const { state } = await carriedOut(at.core, [organization]);
    const plan = await at.core.plan([], state);
    expect(told(plan, "warning").join()).toContain("offers no way to delete org-acme");
    expect((await at.core.apply(plan)).state.size).toBe(0);
  });

  it("ends with its last day, and stays ended", async () => {
    await using at = await site(dnanexusWorld, lenient);
    const carol = member("carol", "MEMBER", { expires: "2020-01-31" });
    const applied = await carriedOut(at.core, [carol]);
    const stored = JSON.stringify([...applied.state]);
    expect(stored).toContain("expired");
    expect(actionsOf(await at.core.plan([carol], applied.state))).toEqual({});
    const seen = await at.core.plan([members({ "user-alice": "ADMIN", "user-dave": "ADMIN" })]);
    expect(told(seen, "warning")).toEqual([]);
  });
});

describe("between plan and apply", () => {
  it("what has moved makes the plan stale", async () => {
    await using at = await site(dnanexusWorld, lenient);
    const { state } = await carriedOut(at.core, [member("carol", "MEMBER")]);
    const plan = await at.core.plan([member("carol", "ADMIN")], state);
    // Somebody else gives her a flag meanwhile.
    await carriedOut(at.core, [member("carol", "MEMBER", { project_access: "VIEW" })]);
    const applied = await at.core.apply(plan);
    expect(told(applied, "error").join()).toContain("The plan is stale");
  });
});

describe("what is not known yet", () => {
  it("in the provider block: nothing is asked, and a warning says so", async () => {
    await using at = await site(dnanexusWorld, lenient, true);
    const provider = at.open();
    const block = (attributes: Iterable<string>): TfObject =>
      objectOf([...attributes].map((name) => [name, null]));
    const settings = {
      ...block(provider.schemas.provider.attributes.keys()),
      dnanexus: of({
        url: null,
        token: unknown,
        unverified: null,
        concurrency: null,
        requests_per_second: null,
      }),
    };
    await provider.configure(settings, "1.11.4");
    const type = "charter_dnanexus_member";
    const config = of({
      ...block(provider.schemas.resources.get(type)?.attributes.keys() ?? []),
      organization: "org-acme",
      key: "user-carol",
      level: "ADMIN",
    });
    const plan = await provider.plan({
      type,
      prior: null,
      proposed: config,
      config,
      private: new Uint8Array(),
    });
    expect(plan.diagnostics.map(({ severity, summary }) => [severity, summary])).toEqual([
      ["warning", "Nothing is checked against the platform yet"],
    ]);
    expect(at.sandbox.requests).toHaveLength(0);
    await provider.close();
  });
});

describe("reads and writes", () => {
  const many = 200;
  const crowd = Array.from({ length: many }, (_, index) => `user-m${index}`);
  const world = {
    ...dnanexusWorld,
    seed: {
      users: ["user-alice", ...crowd].map((id) => ({ id })),
      orgs: [
        {
          id: "org-acme",
          name: "Acme",
          members: Object.fromEntries([["user-alice", "ADMIN"], ...crowd.map((id) => [id, "MEMBER"])]),
        },
      ],
      projects: [],
      apps: [],
    },
  };
  const all = (level: string) =>
    crowd.map((key) => instance("dnanexus_member", key, { organization: "org-acme", key, level }));
  const counted = async (at: Site, work: () => Promise<unknown>): Promise<readonly string[]> => {
    const before = at.sandbox.requests.length;
    await work();
    return at.sandbox.requests.slice(before).map(({ path }) => path);
  };

  it("are shared: members of one organization are refreshed by pages of one list", async () => {
    await using at = await site(world, lenient, true);
    const { state } = await carriedOut(at.core, all("MEMBER"));
    const paths = await counted(at, () => at.core.plan(all("MEMBER"), state));
    // Who am I, the organization, and its list of members.
    expect(paths.length).toBeLessThanOrEqual(6);
  });

  it("are batched: one call changes many that are applied side by side", async () => {
    await using at = await site(world, lenient, true);
    const { state } = await carriedOut(at.core, all("MEMBER"));
    const paths = await counted(at, () => carriedOut(at.core, all("ADMIN"), state));
    const writes = paths.filter((path) => path.includes("setMemberAccess")).length;
    // Terraform sends ten at a time.
    expect(writes).toBeLessThanOrEqual(many / 5);
  });
});

describe("what counts as absent", () => {
  it("is gone to Terraform: a user who was deactivated is made again", async () => {
    await using at = await site(cloudElementsWorld, lenient);
    const user = (key: string) =>
      instance("cloud_elements_user", "it", {
        account: "acme/accounts/globex",
        key,
        first_name: "Dave",
        last_name: "Draper",
        password: "Correct-h0rse-42!",
      });
    const { state } = await carriedOut(at.core, [user("dave@example.com")]);
    // Somebody else takes him out, which deactivates him.
    const users = instance("cloud_elements_users", "all", { account: "acme/accounts/globex", users: of({}) });
    await carriedOut(at.core, [users]);
    const plan = await at.core.plan([user("dave@example.com")], state);
    expect(actionsOf(plan)).toEqual({ "charter_cloud_elements_user.it": "create" });
  });
});

describe("a bug", () => {
  it("is told without the credential", async () => {
    const token = "tok-very-secret-0123456789";
    const broken: Platform = {
      ...dnanexusWorld.platform,
      reading: {
        ...dnanexusWorld.platform.reading,
        identify: async () => ({ id: "user-alice" }),
        read: async () => {
          throw new Error(`unexpected: ${token}`);
        },
      },
    };
    const env = { CHARTER_DNANEXUS_URL: "http://127.0.0.1:9", CHARTER_DNANEXUS_TOKEN: token };
    const provider = createProvider({ platforms: [broken], env, log: () => {} });
    const block = (attributes: Iterable<string>): TfObject =>
      objectOf([...attributes].map((name) => [name, null]));
    await provider.configure(block(provider.schemas.provider.attributes.keys()), "1.11.4");
    const type = "charter_dnanexus_member";
    const state = of({
      ...block(provider.schemas.resources.get(type)?.attributes.keys() ?? []),
      organization: "org-acme",
      key: "user-carol",
    });
    const failed = await provider.read(type, state, new Uint8Array()).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Error);
    expect(String(failed)).toContain("unexpected");
    expect(failed instanceof Error && `${failed.message} ${failed.stack}`).not.toContain(token);
    await provider.close();
  });
});

describe("a first password", () => {
  it("is sent once, and stands in no plan and in no state", async () => {
    await using at = await site(cloudElementsWorld, lenient, true);
    const user = instance("cloud_elements_user", "new", {
      account: "acme/accounts/hq",
      key: "brand-new@example.com",
      first_name: "Brand",
      last_name: "New",
      password: "Correct-h0rse-42!",
    });
    const plan = await at.core.plan([user]);
    expect(JSON.stringify([...plan.changes.values()].map(({ after }) => after))).not.toContain("h0rse");
    const applied = await at.core.apply(plan);
    expect(told(applied, "error")).toEqual([]);
    expect(JSON.stringify([...applied.state])).not.toContain("h0rse");
    expect(actionsOf(await at.core.plan([user], applied.state))).toEqual({});
  });
});
