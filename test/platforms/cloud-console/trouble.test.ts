/** Lost answers, refusals and sessions that end, from the plan to what is told afterwards. */
import { describe, expect, it } from "vitest";
import { alice, bob, carol, dave, inWorld, told, type World } from "./world.ts";

/** Writes to a path, as the sandbox saw them. */
const writesTo = ({ sandbox }: World, part: string) =>
  sandbox.requests.filter(({ write, path }) => write && path.includes(part)).length;

describe("a lost answer", () => {
  const seed = { administrators: [bob], groups: [{ name: "web", members: [carol] }] };
  const own = { allow: ["destroy:acme/groups/web", `actor:acme/owners/${alice}`] };

  /** How many requests to a route an apply makes before it writes there: faults count those too. */
  async function readsBefore(document: object, route: string): Promise<number> {
    let count = -1;
    await inWorld(seed, async ({ write, plan, apply, sandbox }) => {
      await write(document);
      const made = await plan(own);
      const start = sandbox.requests.length;
      await apply(own, made);
      const there = sandbox.requests.slice(start).filter(({ path }) => path.includes(route));
      count = there.findIndex((each) => each.write);
    });
    return count;
  }

  it.each([
    ["an invitation of an administrator", { administrators: [bob, dave] }, "/admins", 1],
    ["an invitation to a group", { groups: { web: { members: [carol, dave] } } }, "/members", 1],
    ["an offer of the ownership", { owners: [bob] }, "/transfer", 1],
    ["a new project", { projects: { website: { region: "vienna" } } }, "identity", 1],
    ["a new group", { groups: { web: {}, ml: {} } }, "/groups", 1],
    // Before it is sent again the list is read, and it is so by then.
    ["a billing list", { billingAdministrators: [dave] }, "bank", 1],
    ["a removal", { administrators: [] }, "/admins", 2],
    ["a deletion", { groups: { web: { state: "absent" } } }, "/groups", 2],
  ])("of %s: nothing is made twice, and the outcome is true", async (_name, document, route, sent) => {
    const after = await readsBefore(document, route);
    await inWorld(seed, async (world) => {
      await world.write(document);
      const plan = await world.plan(own);
      world.sandbox.setFaults([{ kind: "lost", route, times: 1, after }]);
      const outcomes = await world.apply(own, plan);
      expect(outcomes.filter((each) => !/ (applied|pending|waiting)( |$)/.test(each))).toEqual([]);
      expect(world.sandbox.requests.some(({ fault, write }) => fault === "lost" && write)).toBe(true);
      expect(writesTo(world, route)).toBe(sent);
      world.sandbox.answer("accept");
      expect((await world.plan()).summary.calls).toBe(0);
    });
  });
});

it("a session that ends in between is renewed, and nothing is lost", () =>
  inWorld({}, async (world) => {
    await world.write({ administrators: [bob], projects: { website: { region: "vienna" } } });
    const plan = await world.plan();
    world.sandbox.expire();
    expect(await world.apply({}, plan)).toEqual([
      `acme/administrators/${bob} pending ${bob} to accept the invitation as administrator`,
      "acme/projects/website applied",
    ]);
  }));

it("a session is kept for the next run", () =>
  inWorld({}, async (world) => {
    await world.write({});
    await world.plan();
    await world.plan();
    expect(world.sandbox.requests.filter(({ path }) => path === "/get-tokens")).toHaveLength(1);
  }));

it("too many requests are waited for, whatever they are about", () =>
  inWorld({}, async (world) => {
    await world.write({ administrators: [bob] });
    world.sandbox.setFaults([{ kind: "status", status: 429, retryAfter: 0, every: 2, times: 6 }]);
    expect(await world.apply()).toEqual([
      `acme/administrators/${bob} pending ${bob} to accept the invitation as administrator`,
    ]);
  }));

it(
  "a region that does not exist is told in the gateway's words, with a hint, and the rest goes on",
  () =>
    inWorld({}, async (world) => {
      await world.write({ administrators: [bob], projects: { website: { region: "atlantis" } } });
      const outcomes = await world.apply();
      expect(outcomes[0]).toContain("pending");
      expect(outcomes[1]).toMatch(
        /^acme\/projects\/website failed .*ERR_DIRECT_INVOKE.*Is there such a region\?/,
      );
    }),
  20_000,
);

it("whoever joins a group between plan and apply cannot be invited, and the platform's words say why", () =>
  inWorld({ groups: [{ name: "web", invited: [bob] }] }, async (world) => {
    // Groups are not spoken of, so the plan cannot know.
    await world.write({ administrators: [bob] });
    world.sandbox.answer("accept", bob);
    expect((await world.apply())[0]).toMatch(/failed .*user_is_project_member/);
  }));

it("where somebody accepts between plan and apply, the plan is refused: another call is needed now", () =>
  inWorld({ invitedAdministrators: [bob] }, async (world) => {
    await world.write({ administrators: [] });
    const plan = await world.plan();
    world.sandbox.answer("accept", bob);
    const before = world.sandbox.requests.length;
    const [refused] = await world.apply({}, plan);
    expect(refused).toContain("call c1 (administrator.uninvite on acme) is planned otherwise");
    expect(world.sandbox.requests.slice(before).filter(({ write }) => write)).toEqual([]);
    expect(await world.apply()).toEqual([`acme/administrators/${bob} applied`]);
  }));

it("who has been made owner meanwhile leaves nothing to do", () =>
  inWorld({ administrators: [bob] }, async (world) => {
    await world.write({ owners: [bob], administrators: [alice] });
    await world.apply({ allow: [`actor:acme/owners/${alice}`] });
    world.sandbox.answer("accept");
    expect(told(await world.plan({ as: alice }))).toBe("\n\n");
  }));
