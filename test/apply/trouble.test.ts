import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { applyPlan } from "../../src/apply/apply.ts";
import { heardIn } from "../../src/run/heard.ts";
import { openFolderStore } from "../../src/store/folder/folder.ts";
import { connect, json, quickClock, serve } from "../http/support.ts";
import { folder, planOf } from "../store/support.ts";
import { create, ran } from "./ran.ts";
import { call, change, itemProtocol, memoryRun, part, resource, stateOf } from "./support.ts";
import { world } from "./world.ts";

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

  it("by a credential that is refused: what is under way ends, nothing more is sent", async () => {
    const { result, on } = await ran(
      six,
      { items, fault: (_seen, count) => (count < 3 ? "ok" : "unknown") },
      { concurrency: 2 },
    );
    expect(on.writes.length).toBeLessThanOrEqual(4);
    expect(result).toMatchObject({ cancelled: false, sent: 2, verified: true });
    expect(result.outcomes[2]).toMatchObject({
      status: "failed",
      message: expect.stringContaining("Who are you?"),
    });
    expect(result.outcomes[5]).toMatchObject({
      status: "not-attempted",
      because: expect.stringMatching(/refuses the credential \(.*Who are you\?\), so nothing more was sent$/),
    });
  });

  it("not by a progress display that throws", async () => {
    const { result } = await ran(
      six,
      { items },
      {
        onProgress: () => {
          throw new Error("the display broke");
        },
      },
    );
    expect(result).toMatchObject({ sent: 6, verified: true });
  });

  it("after the first sending of a call whose answer was lost: failed, not 'never sent'", async () => {
    const { result, events } = await ran(
      { calls: [create("one")], changes: [change("one", null, { name: "one" }, ["new-one"])] },
      { fault: () => "lost" },
      { refuseFrom: 2 },
    );
    expect(events.map(({ type }) => type)).toEqual(["sending", "answered"]);
    expect(result.outcomes).toMatchObject([
      { status: "failed", message: expect.stringContaining("no whole answer came") },
    ]);
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

  // The second entry is the first answer, the third announces the second call.
  it.each([2, 3])("by a journal that lost entry %i, even if it could be written again", async (lost) => {
    await using on = await world({ items });
    await using connection = connect(on.server.url, {
      protocol: itemProtocol(),
      clock: quickClock(),
      concurrency: 1,
    });
    const section = part(connection, on.live(), async () => on.live(), six);
    const run = memoryRun();
    let writes = 0;
    const result = await applyPlan({
      plan: planOf(section.section),
      sections: [section],
      run: {
        id: "run-1",
        write: async (event) => {
          writes += 1;
          return writes === lost
            ? { ok: false, code: "store/io", message: "Input or output error." }
            : run.write(event);
        },
      },
    });
    expect(on.writes).toHaveLength(1);
    expect(result.outcomes.map((outcome) => outcome.status)).toEqual([
      "applied",
      ...Array.from({ length: 5 }, () => "not-attempted"),
    ]);
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
    expect(
      [...heardIn(record.value.entries)].flatMap(([id, heard]) => (heard === "open" ? [id] : [])),
    ).toEqual(["c", "d"]);
    expect(record.value.finished).toBe(false);
    expect([...on.items.values()].filter((attributes) => attributes.a === 1)).toHaveLength(2);
  });
});
