import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/apply.ts";
import { failure } from "../../src/http/failure.ts";
import { connect, quickClock } from "../http/support.ts";
import { planOf } from "../store/support.ts";
import { create, ran } from "./ran.ts";
import { call, change, itemProtocol, memoryRun, part, resource, stateOf } from "./support.ts";
import { world } from "./world.ts";

describe("a lost answer", () => {
  const created = { calls: [create("one")], changes: [change("one", null, { name: "one" }, ["new-one"])] };

  it("of a create that was carried out: what it made is found, and nothing is sent again", async () => {
    const { result, events, on } = await ran(created, { fault: () => "lost-done" });
    expect(result.outcomes).toEqual([{ status: "applied", address: "acme/items/one" }]);
    expect(on.writes).toHaveLength(1);
    expect(events.map((event) => (event.type === "answered" ? event.result : event.type))).toEqual([
      "sending",
      "lost",
      "found",
      "finished",
    ]);
  });

  it("of a create that was not carried out: looked for twice, then sent again", async () => {
    const { result, on, sleeps } = await ran(created, {
      fault: (_seen, count) => (count === 1 ? "lost" : "ok"),
    });
    expect(result.outcomes).toEqual([{ status: "applied", address: "acme/items/one" }]);
    expect(on.writes).toHaveLength(2);
    expect(on.items.size).toBe(1);
    expect(sleeps).toEqual([2_000]);
  });

  it("of a create that is never carried out: three times and no more", async () => {
    const { result, on } = await ran(created, { fault: () => "lost" });
    expect(result.outcomes).toMatchObject([
      { status: "failed", call: "new-one", message: expect.stringContaining("no whole answer came") },
    ]);
    expect(on.writes).toHaveLength(3);
  });

  it("is never matched to what was live before, even under the same name", async () => {
    const twin = resource("one", {}, { id: "old-twin" });
    const { result, on } = await ran(
      {
        calls: [create("two", "one")],
        changes: [change("two", null, { name: "one" }, ["new-two"])],
      },
      { items: [twin], fault: (_seen, count) => (count === 1 ? "lost" : "ok") },
    );
    expect(on.writes).toHaveLength(2);
    expect([...on.items.keys()]).toEqual(["old-twin", "new-1"]);
    expect(result.outcomes).toEqual([{ status: "applied", address: "acme/items/two" }]);
  });

  it("is found also where something of another kind has the same id", async () => {
    await using on = await world({ fault: () => "lost-done" });
    const clock = quickClock();
    await using connection = connect(on.server.url, { clock, protocol: itemProtocol() });
    const other = resource("acme", {}, { address: "acme", kind: "organization", id: "new-1" });
    const section = part(connection, stateOf(other), async () => on.live(), created);
    const plan = planOf(section.section);
    const result = await applyPlan({ plan, clock, sections: [section], run: memoryRun() });
    expect(on.writes).toHaveLength(1);
    expect(result.outcomes).toEqual([{ status: "applied", address: "acme/items/one" }]);
  });

  it.each(["lost-done", "ok", "slow"] as const)(
    "of two creates of the same name, the other one %s: each gets its own",
    async (other) => {
      let created: ReadonlyMap<string, string> = new Map();
      const { result, on } = await ran(
        {
          calls: [create("x", "same"), create("y", "same")],
          changes: [
            change("x", null, { name: "same" }, ["new-x"]),
            change("y", null, { name: "same" }, ["new-y"]),
          ],
        },
        {
          fault: (_seen, count) => (count === 1 ? "lost-done" : other),
          // The second acts first, and its answer is still under way when that of the first is lost.
          during: (_seen, count) => new Promise((resolve) => setTimeout(resolve, count === 1 ? 20 : 0)),
        },
        {
          reread: async (ids) => {
            created = ids;
            return stateOf(...[...ids].map(([address, id]) => resource("same", {}, { address, id })));
          },
        },
      );
      expect(on.writes).toHaveLength(2);
      expect([...created.values()].sort()).toEqual(["new-1", "new-2"]);
      expect(result.outcomes.map((outcome) => outcome.status)).toEqual(["applied", "applied"]);
    },
  );

  it("of many changes: they are looked for side by side", async () => {
    const keys = ["a", "b", "c", "d", "e", "f"];
    const items = keys.map((key) => resource(key, { a: 0 }));
    await using on = await world({ items, fault: () => "broken" });
    let [waiting, most] = [0, 0];
    const clock = {
      ...quickClock(),
      sleep: async () => {
        waiting += 1;
        most = Math.max(most, waiting);
        await new Promise((resolve) => setTimeout(resolve, 20));
        waiting -= 1;
        return true;
      },
    };
    await using connection = connect(on.server.url, { clock, protocol: itemProtocol(), concurrency: 6 });
    const section = part(connection, on.live(), async () => on.live(), {
      calls: keys.map((key) => call(key, { operation: "item.check" })),
      changes: keys.map((key) => change(key, { a: 0 }, { a: 1 }, [key])),
    });
    const plan = planOf(section.section);
    const result = await applyPlan({ plan, clock, sections: [section], run: memoryRun() });
    expect(on.writes).toHaveLength(18);
    expect(most).toBeGreaterThan(3);
    expect(result.outcomes[0]).toMatchObject({
      status: "failed",
      message: expect.stringMatching(/Sent 3 times, and each time it was not carried out\.$/),
    });
  });

  it("that cannot be looked for says what is not known", async () => {
    await using on = await world({ fault: () => "lost-done" });
    const clock = quickClock();
    const protocol = itemProtocol();
    await using connection = connect(on.server.url, {
      clock,
      protocol: {
        ...protocol,
        writes: {
          ...protocol.writes,
          "item.create": {
            repeat: "check",
            find: async () => failure("forbidden", "PermissionDenied", "no list for you", 401),
          },
        },
      },
    });
    const section = part(
      connection,
      stateOf(),
      async () => failure("unreachable", "Unreachable", "no network"),
      created,
    );
    const platform = {
      ...section.platform,
      protocol: {
        ...protocol,
        writes: {
          ...protocol.writes,
          "item.create": {
            repeat: "check",
            find: async () => failure("forbidden", "PermissionDenied", "no list for you", 401),
          } as const,
        },
      },
    };
    const result = await applyPlan({
      clock,
      plan: planOf(section.section),
      sections: [{ ...section, platform }],
      run: memoryRun(),
    });
    expect(result.outcomes).toMatchObject([
      {
        status: "failed",
        message: expect.stringMatching(
          /no whole answer came.+could not be found out: PermissionDenied: no list for you\. It may have been carried out: run plan again\.$/,
        ),
      },
    ]);
    expect(result.verified).toBe(false);
    expect(result.mismatches).toEqual([
      { address: "acme", message: "What is live now could not be read again: no network" },
    ]);
  });

  it("of what must never be sent twice: once only, and the truth is read", async () => {
    const charge = {
      calls: [call("a", { operation: "item.charge" })],
      changes: [change("a", { a: 0 }, { a: 1 }, ["a"])],
    };
    const items = [resource("a", { a: 0 })];
    const happened = await ran(charge, { items, fault: () => "lost-done" });
    expect(happened.on.writes).toHaveLength(1);
    expect(happened.result.outcomes).toEqual([{ status: "applied", address: "acme/items/a" }]);
    const not = await ran(charge, { items, fault: () => "lost" });
    expect(not.on.writes).toHaveLength(1);
    expect(not.result.outcomes).toMatchObject([
      { status: "failed", message: expect.stringContaining("Read again: what is live is not as planned.") },
    ]);
    const blind = await ran(
      charge,
      { items, fault: () => "lost" },
      { reread: async () => failure("unavailable", "Gone", "no") },
    );
    expect(blind.result.outcomes).toMatchObject([
      { status: "failed", message: expect.stringContaining("It may have been carried out: run plan again.") },
    ]);
  });
});
