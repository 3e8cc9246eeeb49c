import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ApplyProgress, type ApplySection, applyPlan } from "../../src/apply/apply.ts";
import { nonceOf } from "../../src/apply/request.ts";
import { failure } from "../../src/http/failure.ts";
import type { ApplyResult } from "../../src/model/outcome.ts";
import type { PlanSection } from "../../src/model/plan.ts";
import { openFolderStore } from "../../src/store/folder/folder.ts";
import type { RunEvent } from "../../src/store/store.ts";
import { connect, json, quickClock, serve } from "../http/support.ts";
import { folder, planOf } from "../store/support.ts";
import { call, change, itemProtocol, memoryRun, part, resource, stateOf } from "./support.ts";
import { type World, type WorldOptions, world } from "./world.ts";

type Sent = Omit<Partial<PlanSection>, "connection">;

interface Ran {
  readonly result: ApplyResult;
  readonly events: readonly RunEvent[];
  readonly on: World;
  readonly sleeps: readonly number[];
}

/** Applies a section against a server, and reads that again. */
async function ran(
  sent: Sent,
  of: WorldOptions = {},
  more: {
    readonly signal?: AbortSignal;
    readonly secrets?: (name: string) => string | undefined;
    readonly refuseFrom?: number;
    readonly onProgress?: (progress: ApplyProgress) => void;
    readonly lag?: number;
    readonly concurrency?: number;
    readonly reread?: ApplySection["reread"];
  } = {},
): Promise<Ran> {
  await using on = await world(of);
  const clock = quickClock();
  await using connection = connect(on.server.url, {
    clock,
    protocol: itemProtocol(),
    ...(more.signal === undefined ? {} : { signal: more.signal }),
    ...(more.concurrency === undefined ? {} : { concurrency: more.concurrency }),
  });
  const before = on.live();
  let looks = 0;
  const look = async () => {
    looks += 1;
    return looks <= (more.lag ?? 0) ? before : on.live();
  };
  const section = part(connection, before, more.reread ?? look, sent);
  const run = memoryRun(more.refuseFrom);
  const result = await applyPlan({
    run,
    clock,
    plan: planOf(section.section),
    sections: [section],
    ...(more.signal === undefined ? {} : { signal: more.signal }),
    ...(more.secrets === undefined ? {} : { secrets: more.secrets }),
    ...(more.onProgress === undefined ? {} : { onProgress: more.onProgress }),
  });
  return { result, events: run.events, on, sleeps: clock.sleeps };
}

const create = (key: string, name = key) =>
  call(`new-${key}`, {
    operation: "item.create",
    method: "POST",
    path: ["items"],
    body: { name },
    changes: [`acme/items/${key}`],
    yields: { address: `acme/items/${key}`, pointer: "/id" },
  });

describe("apply", () => {
  it("fills ids, secrets and nonces when it sends, and journals what it did", async () => {
    const { result, events, on } = await ran(
      {
        calls: [
          create("one"),
          call("set", {
            path: ["items", { $ref: "id", address: "acme/items/one" }],
            body: { a: 1, password: { $ref: "secret", name: "pin" }, nonce: { $ref: "nonce" } },
            dependsOn: ["new-one"],
          }),
        ],
        changes: [change("one", null, { name: "one", a: 1, password: "hidden" }, ["new-one", "set"])],
      },
      {},
      { secrets: (name) => `the-${name}-SECRET` },
    );
    expect(result).toEqual({
      run: "run-1",
      plan: "d1ge57",
      sent: 2,
      verified: true,
      cancelled: false,
      mismatches: [],
      outcomes: [{ status: "applied", address: "acme/items/one" }],
    });
    expect(on.writes.map(({ method, path, body }) => [method, path, body])).toEqual([
      ["POST", "/items", '{"name":"one"}'],
      [
        "PUT",
        "/items/new-1",
        JSON.stringify({ a: 1, password: "the-pin-SECRET", nonce: nonceOf("d1ge57", "set") }),
      ],
    ]);
    const about = { connection: "main", attempt: 1 };
    expect(events).toEqual([
      {
        type: "sending",
        ...about,
        call: "new-one",
        operation: "item.create",
        method: "POST",
        path: "/items",
      },
      { type: "answered", ...about, call: "new-one", status: 200, result: "done", id: "new-1" },
      { type: "sending", ...about, call: "set", operation: "item.set", method: "PUT", path: "/items/new-1" },
      { type: "answered", ...about, call: "set", status: 200, result: "done" },
      {
        type: "finished",
        sent: 2,
        verified: true,
        cancelled: false,
        outcomes: { applied: 1, pending: 0, waiting: 0, failed: 0, "not-attempted": 0 },
      },
    ]);
    expect(JSON.stringify(events)).not.toContain("SECRET");
  });

  it("sends nothing where a secret has no value", async () => {
    const { result, on } = await ran({
      calls: [call("a"), call("b", { body: { $ref: "secret", name: "pin" } })],
      changes: [change("a", {}, { a: 1 }, ["a"]), change("b", {}, { a: 1 }, ["b"])],
    });
    expect(on.writes).toEqual([]);
    expect(result).toMatchObject({ sent: 0, verified: null, cancelled: false });
    expect(result.outcomes).toEqual([
      { status: "not-attempted", address: "acme/items/a", because: "the secret pin has no value" },
      { status: "not-attempted", address: "acme/items/b", because: "the secret pin has no value" },
    ]);
  });

  it("never shows a secret that the platform echoes", async () => {
    const secret = "s3cret-VALUE-99";
    await using server = await serve(json(400, { error: `password ${secret} is too weak` }));
    await using connection = connect(server.url, { protocol: itemProtocol() });
    const section = part(connection, stateOf(), async () => stateOf(), {
      calls: [call("a", { body: { password: { $ref: "secret", name: "pin" } } })],
      changes: [change("a", null, { password: "hidden" }, ["a"])],
    });
    const run = memoryRun();
    const result = await applyPlan({
      plan: planOf(section.section),
      sections: [section],
      run,
      secrets: () => secret,
    });
    expect(result.outcomes[0]).toMatchObject({
      status: "failed",
      message: "Error: password [redacted] is too weak",
    });
    expect(JSON.stringify([result, run.events])).not.toContain(secret);
  });

  it("goes on with what does not depend on a failure, and says because of which the rest was not tried", async () => {
    const keys = ["a", "b", "c", "d"];
    const { result, on } = await ran(
      {
        calls: [call("a"), call("b", { dependsOn: ["a"] }), call("c", { dependsOn: ["b"] }), call("d")],
        changes: keys.map((key) => change(key, { a: 0 }, { a: 1 }, [key])),
      },
      {
        items: keys.map((key) => resource(key, { a: 0 })),
        fault: (seen) => (seen.path.endsWith("id-a") ? "refused" : "ok"),
      },
    );
    const because = "item.set on acme (call a) failed: Error: You may not.";
    expect(result.outcomes).toEqual([
      { status: "failed", address: "acme/items/a", call: "a", message: "Error: You may not." },
      { status: "not-attempted", address: "acme/items/b", because },
      { status: "not-attempted", address: "acme/items/c", because },
      { status: "applied", address: "acme/items/d" },
    ]);
    expect(result).toMatchObject({ sent: 1, verified: true });
    expect(on.writes.map((seen) => seen.path).sort()).toEqual(["/items/id-a", "/items/id-d"]);
  });

  it("passes waiting and pending through", async () => {
    const { result } = await ran({
      calls: [call("a")],
      changes: [
        change("a", null, { a: 1 }, ["a"]),
        change("w", null, { a: 1 }, [], { waiting: "billing of acme to be set up" }),
      ],
      pending: [{ address: "acme/items/a", for: "user-a to accept" }],
    });
    expect(result.outcomes).toEqual([
      { status: "pending", address: "acme/items/a", for: "user-a to accept" },
      { status: "waiting", address: "acme/items/w", for: "billing of acme to be set up" },
    ]);
    expect(result.verified).toBe(true);
  });

  it("tells how far it is", async () => {
    const seen: ApplyProgress[] = [];
    await ran(
      { calls: [call("a"), call("b", { dependsOn: ["a"] })], changes: [] },
      { fault: () => "refused" },
      { onProgress: (progress) => seen.push(progress) },
    );
    expect(seen).toEqual([
      { phase: "apply", done: 1, total: 2 },
      { phase: "apply", done: 2, total: 2 },
      { phase: "verify", done: 1, total: 1 },
    ]);
  });

  it("runs several sections side by side, each with its own outcome", async () => {
    await using left = await world({ items: [resource("a", { a: 0 })] });
    await using right = await world({ items: [resource("b", { a: 0 })], fault: () => "refused" });
    const clock = quickClock();
    await using one = connect(left.server.url, { protocol: itemProtocol(), clock, name: "one" });
    await using two = connect(right.server.url, { protocol: itemProtocol(), clock, name: "two" });
    const sections = [
      part(one, left.live(), async () => left.live(), {
        calls: [call("a")],
        changes: [change("a", { a: 0 }, { a: 1 }, ["a"])],
      }),
      part(two, right.live(), async () => right.live(), {
        calls: [call("b")],
        changes: [change("b", { a: 0 }, { a: 1 }, ["b"])],
      }),
    ];
    const plan = planOf(...sections.map((each) => each.section));
    const result = await applyPlan({ plan, sections, run: memoryRun(), clock });
    expect(result.outcomes.map((outcome) => outcome.status)).toEqual(["applied", "failed"]);
  });

  it.each<[string, Sent, string]>([
    [
      "a stop",
      { stops: [{ guard: "removals", scope: "acme", message: "", allow: null, setting: null }] },
      "has stops",
    ],
    [
      "an unknown operation",
      { calls: [call("a", { operation: "toString" })] },
      "does not know the operation toString",
    ],
    ["a circle", { calls: [call("a", { dependsOn: ["a"] })] }, "depends on a, which is not before it"],
  ])("does not begin a plan with %s", async (_name, sent, words) => {
    await expect(ran(sent)).rejects.toThrow(words);
  });

  it("wants exactly the sections of the plan", async () => {
    await expect(
      applyPlan({
        plan: planOf(part(connect(""), stateOf(), async () => stateOf(), {}).section),
        sections: [],
        run: memoryRun(),
      }),
    ).rejects.toThrow("the sections to apply are not those of the plan");
  });
});

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

  it.each(["lost-done", "ok"] as const)(
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
          // The answer of the second is still under way when that of the first is lost.
          during: (_seen, count) => new Promise((resolve) => setTimeout(resolve, count === 1 ? 0 : 40)),
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
          /no whole answer came.+could not be found out: PermissionDenied: no list for you It may have been carried out: run plan again\.$/,
        ),
      },
    ]);
    expect(result.verified).toBe(false);
    expect(result.mismatches).toEqual([
      { address: "acme", message: "What is live now could not be read again: Unreachable: no network" },
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

describe("a platform that does not do what it says", () => {
  const set = { calls: [call("a")], changes: [change("a", { a: 0 }, { a: 1 }, ["a"])] };
  const items = [resource("a", { a: 0 })];

  it("answers with success and does nothing: failed, after a second look", async () => {
    const { result, sleeps } = await ran(set, { items, fault: () => "lie" });
    const message = "The platform answered with success, but of acme/items/a a is 0 and not 1.";
    expect(result.outcomes).toEqual([{ status: "failed", address: "acme/items/a", call: "a", message }]);
    expect(result.mismatches).toEqual([{ address: "acme/items/a", message }]);
    expect(result.verified).toBe(false);
    expect(sleeps).toEqual([2_000]);
  });

  it("shows its writes a little late: applied", async () => {
    const { result } = await ran(set, { items }, { lag: 1 });
    expect(result.outcomes).toEqual([{ status: "applied", address: "acme/items/a" }]);
    expect(result.verified).toBe(true);
  });

  it("creates without giving an id: what depends on it is not tried", async () => {
    await using server = await serve(json(200, { ok: true }));
    await using connection = connect(server.url, { protocol: itemProtocol(), clock: quickClock() });
    const section = part(connection, stateOf(), async () => stateOf(resource("one")), {
      calls: [
        create("one"),
        call("b", { dependsOn: ["new-one"], path: ["items", { $ref: "id", address: "acme/items/one" }] }),
      ],
      changes: [change("one", null, { name: "one" }, ["new-one"]), change("b", { a: 0 }, { a: 1 }, ["b"])],
    });
    const result = await applyPlan({ plan: planOf(section.section), sections: [section], run: memoryRun() });
    expect(result.outcomes).toMatchObject([
      { status: "applied" },
      { status: "not-attempted", because: expect.stringContaining("gave no id at /id") },
    ]);
    expect(server.seen).toHaveLength(1);
  });

  it("says 'already there' without an id: what needs the id waits for the next plan", async () => {
    const { result, on } = await ran(
      {
        calls: [
          create("one"),
          call("b", { dependsOn: ["new-one"], path: ["items", { $ref: "id", address: "acme/items/one" }] }),
        ],
        changes: [change("b", { a: 0 }, { a: 1 }, ["b"])],
      },
      { fault: () => "already" },
    );
    expect(on.writes).toHaveLength(1);
    expect(result.outcomes).toEqual([
      {
        status: "not-attempted",
        address: "acme/items/b",
        because: "the id of acme/items/one is not known; run plan again",
      },
    ]);
  });

  it("already gone is done", async () => {
    const { result } = await ran(
      {
        calls: [call("a", { operation: "item.delete", method: "DELETE" })],
        changes: [change("a", { a: 0 }, null, ["a"])],
      },
      { fault: () => "already" },
    );
    expect(result.outcomes).toEqual([{ status: "applied", address: "acme/items/a" }]);
  });
});

describe("an apply that is stopped", () => {
  const keys = ["a", "b", "c", "d", "e", "f"];
  const six = {
    calls: keys.map((key) => call(key)),
    changes: keys.map((key) => change(key, { a: 0 }, { a: 1 }, [key])),
  };
  const items = keys.map((key) => resource(key, { a: 0 }));

  it("by the user: what is under way is awaited, nothing more is sent, all is told", async () => {
    const controller = new AbortController();
    let count = 0;
    const { result, events, on } = await ran(
      six,
      {
        items,
        during: async () => {
          count += 1;
          if (count === 2) controller.abort();
          await new Promise((resolve) => setTimeout(resolve, 20));
        },
      },
      { signal: controller.signal, concurrency: 2 },
    );
    expect(on.writes).toHaveLength(2);
    expect(result.cancelled).toBe(true);
    expect(result.sent).toBe(2);
    expect(result.verified).toBe(true);
    expect(result.outcomes.map((outcome) => outcome.status)).toEqual([
      "applied",
      "applied",
      ...Array.from({ length: 4 }, () => "not-attempted"),
    ]);
    expect(result.outcomes[5]).toMatchObject({ because: "cancelled before it was sent" });
    expect(events.at(-1)).toMatchObject({ type: "finished", cancelled: true, sent: 2 });
  });

  it("before it began: nothing is sent", async () => {
    const { result, on } = await ran(six, { items }, { signal: AbortSignal.abort() });
    expect(on.writes).toEqual([]);
    expect(result).toMatchObject({ cancelled: true, sent: 0, verified: null });
  });

  it("after its last call: complete, not cancelled", async () => {
    const controller = new AbortController();
    const { result } = await ran(
      six,
      { items, during: async (seen) => void (seen.path.endsWith("f") && controller.abort()) },
      { signal: controller.signal, concurrency: 1 },
    );
    expect(result).toMatchObject({ cancelled: false, sent: 6, verified: true });
  });

  it("by a journal that cannot be written: nothing is sent that is not in it", async () => {
    const { result, events, on } = await ran(six, { items }, { refuseFrom: 4, concurrency: 1 });
    expect(on.writes).toHaveLength(2);
    expect(events.map((event) => event.type)).toEqual(["sending", "answered", "sending", "answered"]);
    expect(result.outcomes.map((outcome) => outcome.status)).toEqual([
      "applied",
      "applied",
      ...Array.from({ length: 4 }, () => "not-attempted"),
    ]);
    expect(result.outcomes[2]).toMatchObject({ because: "Cannot write the journal (ENOSPC). Make room." });
    expect(result.cancelled).toBe(false);
  });

  it("by kill -9: the journal says what was sent, and what has no answer", async () => {
    await using root = await folder();
    let arrived = 0;
    let third = (): void => {};
    const reached = new Promise<void>((resolve) => {
      third = resolve;
    });
    await using on = await world({
      items,
      fault: (_seen, count) => (count < 3 ? "ok" : "hang"),
      during: async () => {
        arrived += 1;
        if (arrived === 4) third();
      },
    });
    const child = spawn(process.execPath, [join(import.meta.dirname, "child.ts"), root.path, on.server.url], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    await reached;
    child.kill("SIGKILL");
    await once(child, "exit");
    const store = openFolderStore(root.path);
    const runs = await store.listRuns();
    expect(runs).toMatchObject({ ok: true, value: [{ finished: false, plan: "d1ge57" }] });
    const id = runs.ok ? (runs.value[0]?.id ?? "") : "";
    const record = await store.readRun(id);
    if (!record.ok || record.value === null) throw new Error("the journal cannot be read");
    const sent = record.value.entries.flatMap((entry) => (entry.type === "sending" ? [entry.call] : []));
    expect(sent).toEqual(["a", "b", "c", "d"]);
    expect(record.value.unanswered).toEqual(["c", "d"]);
    expect(record.value.finished).toBe(false);
    expect([...on.items.values()].filter((attributes) => attributes.a === 1)).toHaveLength(2);
  });
});
