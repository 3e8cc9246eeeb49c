import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdir, readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openFolderStore } from "../../src/store/folder/folder.ts";
import { fileNameOf } from "../../src/store/folder/names.ts";
import { parseJournal, runId } from "../../src/store/folder/runs.ts";
import type { Baseline, Run, Stored } from "../../src/store/store.ts";
import { folder, planOf, section } from "./support.ts";

const node = process.execPath;

function value<T>(stored: Stored<T>): T {
  if (!stored.ok) throw new Error(stored.message);
  return stored.value;
}

const sending = (call: string) =>
  ({
    type: "sending",
    connection: "main",
    call,
    operation: "item.create",
    method: "POST",
    path: "/items",
    attempt: 1,
  }) as const;

const answered = (call: string) =>
  ({ type: "answered", connection: "main", call, attempt: 1, status: 200, result: "done" }) as const;

describe("runs", () => {
  it("are journals that say what was sent and what was answered", async () => {
    await using root = await folder();
    let minute = 0;
    const store = openFolderStore(join(root.path, ".charter"), () => {
      minute += 1;
      return new Date(Date.UTC(2026, 10, 15, 12, minute));
    });
    const run = value(await store.startRun(planOf(section())));
    expect(run.id).toMatch(/^20261115T120100000Z-[0-9a-f]{6}$/);
    await Promise.all([run.write(sending("a")), run.write(sending("b"))]);
    await run.write(answered("a"));
    await run.close();
    expect(value(await store.readRun(run.id))).toEqual({
      id: run.id,
      torn: false,
      finished: false,
      unanswered: ["b"],
      entries: [
        {
          time: "2026-11-15T12:02:00.000Z",
          type: "started",
          plan: "d1ge57",
          version: "1.2.3",
          sections: [
            {
              connection: "main",
              platform: "made-up",
              actor: "user-actor",
              organizations: ["acme"],
              calls: 0,
            },
          ],
        },
        { time: "2026-11-15T12:03:00.000Z", ...sending("a") },
        { time: "2026-11-15T12:04:00.000Z", ...sending("b") },
        { time: "2026-11-15T12:05:00.000Z", ...answered("a") },
      ],
    });
  });

  it("are listed newest first", async () => {
    await using root = await folder();
    let day = 0;
    const store = openFolderStore(root.path, () => new Date(Date.UTC(2026, 10, day)));
    expect(value(await store.listRuns())).toEqual([]);
    const ids: string[] = [];
    for (day = 1; day <= 3; day += 1) {
      const run: Run = value(await store.startRun(planOf(section())));
      if (day === 2) {
        await run.write({
          type: "finished",
          outcomes: { applied: 1 },
          sent: 1,
          verified: true,
          cancelled: false,
        });
      }
      await run.close();
      ids.unshift(run.id);
    }
    const runs = value(await store.listRuns());
    expect(runs.map((run) => run.id)).toEqual(ids);
    expect(runs.map((run) => run.finished)).toEqual([false, true, false]);
    expect(runs[0]).toMatchObject({ plan: "d1ge57", started: "2026-11-03T00:00:00.000Z" });
  });

  it("keep every event, in order, however many arrive together", async () => {
    await using root = await folder();
    const store = openFolderStore(root.path);
    const run = value(await store.startRun(planOf(section())));
    const calls = Array.from({ length: 500 }, (_each, index) => `call-${index}`);
    expect(await Promise.all(calls.map((call) => run.write(sending(call))))).toEqual(calls.map(() => null));
    await run.close();
    const record = value(await store.readRun(run.id));
    expect(record?.entries.slice(1).map((entry) => (entry.type === "sending" ? entry.call : ""))).toEqual(
      calls,
    );
    expect(record?.unanswered).toEqual(calls);
  });

  it("can be read wherever they break off", async () => {
    const lines = [
      { time: "t", type: "started", plan: "p", version: "1", sections: [] },
      { time: "t", ...sending("ä") },
      { time: "t", ...answered("ä") },
    ];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    for (let end = 0; end <= text.length; end += 1) {
      const stored = value(parseJournal("id", text.slice(0, end), "path"));
      const whole = text.slice(0, end).split("\n").length - 1;
      expect(stored.entries).toEqual(lines.slice(0, whole));
      expect(stored.torn).toBe(end > 0 && text[end - 1] !== "\n");
      expect(stored.unanswered).toEqual(whole === 2 ? ["ä"] : []);
    }
  });

  it("name the line that is damaged", async () => {
    await using root = await folder();
    const store = openFolderStore(root.path);
    const run = value(await store.startRun(planOf(section())));
    await run.close();
    await appendFile(join(root.path, "runs", `${run.id}.jsonl`), '{"type":"odd"}\n');
    expect(await store.readRun(run.id)).toMatchObject({
      ok: false,
      code: "store/damaged",
      message: expect.stringContaining("line 2 is no entry of a journal"),
    });
  });

  it.each(["../../etc/passwd", "", "20261115T120100000Z-9f3a1c"])("there is no run %j", async (id) => {
    await using root = await folder();
    expect(await openFolderStore(root.path).readRun(id)).toEqual({ ok: true, value: null });
  });

  it("have ids that sort by time", () => {
    const ids = [0, 1, 1_000, 1e6, 1e9, 1e12].map((time) => runId(new Date(time)));
    expect([...ids].sort()).toEqual(ids);
  });

  it("say that nothing more may be sent once the disk refuses", async () => {
    await using root = await folder();
    await writeFile(join(root.path, "runs"), "a file where a folder should be");
    expect(await openFolderStore(root.path).startRun(planOf(section()))).toMatchObject({
      ok: false,
      code: "store/io",
    });
  });
});

describe("memory", () => {
  const baseline: Baseline = {
    connection: "main",
    organization: "org-acme",
    time: "2026-11-15T12:00:00.000Z",
    plan: "d1ge57",
    resources: [
      {
        address: "org-acme",
        kind: "organization",
        key: "org-acme",
        id: "org-acme",
        attributes: { name: "Acme" },
      },
      {
        address: "org-acme/members/user-a",
        kind: "member",
        key: "user-a",
        id: null,
        attributes: { level: "ADMIN" },
      },
    ],
  };

  it("has no baseline before the first apply", async () => {
    await using root = await folder();
    expect(await openFolderStore(root.path).readBaseline("main", "org-acme")).toEqual({
      ok: true,
      value: null,
    });
  });

  it("gives a baseline back, sorted, one resource a line", async () => {
    await using root = await folder();
    const store = openFolderStore(root.path);
    expect(
      await store.writeBaseline({ ...baseline, resources: [...baseline.resources].reverse() }),
    ).toBeNull();
    expect(value(await store.readBaseline("main", "org-acme"))).toEqual(baseline);
    expect(
      await readFile(join(root.path, "baselines", "main", "org-acme.json"), "utf8"),
    ).toMatchInlineSnapshot(`
      "{
      "format": "charter-baseline/1",
      "connection": "main",
      "organization": "org-acme",
      "time": "2026-11-15T12:00:00.000Z",
      "plan": "d1ge57",
      "resources": [
      {"address":"org-acme","kind":"organization","key":"org-acme","id":"org-acme","attributes":{"name":"Acme"}},
      {"address":"org-acme/members/user-a","kind":"member","key":"user-a","id":null,"attributes":{"level":"ADMIN"}}
      ]
      }
      "
    `);
  });

  it.each([
    ["no JSON", "{", "store/damaged", "it is not JSON"],
    ["no format", "{}", "store/damaged", "it does not say its format"],
    ["another format", '{"format":"x/1"}', "store/damaged", "its format is not charter-baseline"],
    ["a later version", '{"format":"charter-baseline/2"}', "store/newer", "Update Charter"],
    ["a strange version", '{"format":"charter-baseline/x"}', "store/damaged", "no version that is known"],
    ["no resources", '{"format":"charter-baseline/1"}', "store/damaged", "not what it should be"],
    [
      "another organization",
      JSON.stringify({ format: "charter-baseline/1", ...baseline, organization: "org-other" }),
      "store/damaged",
      "it belongs to org-other of connection main",
    ],
  ])("does not take %s for a baseline", async (_name, text, code, words) => {
    await using root = await folder();
    await mkdir(join(root.path, "baselines", "main"), { recursive: true });
    await writeFile(join(root.path, "baselines", "main", "org-acme.json"), text);
    expect(await openFolderStore(root.path).readBaseline("main", "org-acme")).toMatchObject({
      ok: false,
      code,
      message: expect.stringContaining(words),
    });
  });

  it("remembers when drift was first seen, whatever the keys are", async () => {
    await using root = await folder();
    const store = openFolderStore(root.path);
    expect(value(await store.readSeen()).size).toBe(0);
    const seen = new Map([
      ["__proto__", "2026-01-01T00:00:00.000Z"],
      ["changed org-acme/members/user-a", "2026-02-01T00:00:00.000Z"],
    ]);
    expect(await store.writeSeen(seen)).toBeNull();
    expect(value(await store.readSeen())).toEqual(seen);
  });

  it.runIf(process.platform !== "win32")("is readable by nobody else, and stays out of git", async () => {
    await using root = await folder();
    const path = join(root.path, ".charter");
    const store = openFolderStore(path);
    await store.writeBaseline(baseline);
    await store.tokens("main").set("session", "secret");
    await store.withLock("apply", "test", async () => {
      expect((await stat(join(path, "locks", "apply.lock"))).mode & 0o777).toBe(0o600);
    });
    await value(await store.startRun(planOf(section()))).close();
    for (const name of await readdir(path, { recursive: true })) {
      const { mode } = await stat(join(path, name));
      const isFolder = (await stat(join(path, name))).isDirectory();
      expect([name, (mode & 0o777).toString(8)]).toEqual([name, isFolder ? "700" : "600"]);
    }
    expect(await readFile(join(path, ".gitignore"), "utf8")).toBe("*\n");
  });

  it("says what the system refused", async () => {
    await using root = await folder();
    await writeFile(join(root.path, "file"), "");
    const store = openFolderStore(join(root.path, "file"));
    expect(await store.writeBaseline(baseline)).toMatchObject({ ok: false, code: "store/io" });
    expect(await store.writeSeen(new Map())).toMatchObject({ ok: false, code: "store/io" });
    expect(await store.listRuns()).toMatchObject({ ok: false, code: "store/io" });
    expect(await store.withLock("apply", "test", async () => 1)).toMatchObject({
      ok: false,
      code: "store/io",
    });
  });
});

describe("file names", () => {
  it("differ for different names, also where case does not count, and are safe", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (a, b) => {
        const [left, right] = [fileNameOf(a), fileNameOf(b)];
        expect(left.toLowerCase() === right.toLowerCase()).toBe(a.toWellFormed() === b.toWellFormed());
        expect(left).toMatch(/^[a-z0-9_%-][a-zA-Z0-9._%~-]*$/);
        expect(left).not.toMatch(/\.$/);
      }),
    );
  });

  it.each([
    ["org-acme", "org-acme"],
    ["Acme", "%41cme"],
    ["../x", "%2E.%2Fx"],
    [".", "%2E"],
    ["..", "%2E%2E"],
    ["", "%"],
    ["con", "%63on"],
    ["nul.txt", "%6Eul.txt"],
    ["org-pfda..miyagi", "org-pfda..miyagi"],
    ["a b/ü", "a%20b%2F%C3%BC"],
  ])("%j is %s", (name, file) => {
    expect(fileNameOf(name)).toBe(file);
  });

  it("stay short", () => {
    const [a, b] = [fileNameOf(`${"x".repeat(500)}a`), fileNameOf(`${"x".repeat(500)}b`)];
    expect(a).toHaveLength(120);
    expect(a).not.toBe(b);
  });
});

interface Child {
  readonly process: ChildProcess;
  readonly line: () => Promise<Record<string, unknown>>;
}

function start(script: string, ...args: readonly string[]): Child {
  const child = spawn(node, [join(import.meta.dirname, script), ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    process: child,
    line: async () => JSON.parse((await lines.next()).value ?? "null"),
  };
}

describe("the lock", () => {
  it("is held by one process at a time, and says by whom", async () => {
    await using root = await folder();
    const store = openFolderStore(root.path);
    const holder = start("hold.ts", root.path, "apply");
    expect(await holder.line()).toEqual({ held: true, broke: null });
    const refused = await store.withLock("apply", "mine", async () => "never");
    expect(refused).toMatchObject({ ok: false, code: "store/locked" });
    if (!refused.ok) {
      expect(refused.message).toMatch(
        new RegExp(
          `^The store is in use by process ${holder.process.pid} on .+ \\(test ${holder.process.pid}\\), since 20.+Z\\. Wait`,
        ),
      );
    }
    expect(await store.withLock("other", "mine", async () => "mine")).toEqual({ ok: true, value: "mine" });
    holder.process.stdin?.end();
    await once(holder.process, "exit");
    expect(await store.withLock("apply", "mine", async (broke) => broke)).toEqual({ ok: true, value: null });
  });

  it("of a process that was killed is broken, and told", async () => {
    await using root = await folder();
    const store = openFolderStore(root.path);
    const holder = start("hold.ts", root.path, "apply");
    await holder.line();
    holder.process.kill("SIGKILL");
    await once(holder.process, "exit");
    expect(await store.withLock("apply", "mine", async (broke) => broke)).toMatchObject({
      ok: true,
      value: { pid: holder.process.pid, purpose: `test ${holder.process.pid}` },
    });
    expect(await readdir(join(root.path, "locks"))).toEqual([]);
  });

  it("of a killed process is broken by one only of many that come at once", async () => {
    await using root = await folder();
    const holder = start("hold.ts", root.path, "apply");
    await holder.line();
    holder.process.kill("SIGKILL");
    await once(holder.process, "exit");
    const rivals = Array.from({ length: 6 }, () => start("hold.ts", root.path, "apply"));
    const said = await Promise.all(rivals.map((rival) => rival.line()));
    for (const rival of rivals) rival.process.stdin?.end();
    await Promise.all(
      rivals.map((rival) => (rival.process.exitCode === null ? once(rival.process, "exit") : null)),
    );
    expect(said.filter((line) => line.held === true)).toHaveLength(1);
    for (const line of said) {
      if (line.held !== true) expect(line).toMatchObject({ ok: false, code: "store/locked" });
    }
  });

  it("is not taken twice by one process", async () => {
    await using root = await folder();
    const store = openFolderStore(root.path);
    const inner = await store.withLock("apply", "outer", () =>
      store.withLock("apply", "inner", async () => 1),
    );
    expect(inner).toMatchObject({ ok: true, value: { ok: false, code: "store/locked" } });
  });

  it("is given back after an error", async () => {
    await using root = await folder();
    const store = openFolderStore(root.path);
    await expect(store.withLock("apply", "x", () => Promise.reject(new Error("bug")))).rejects.toThrow("bug");
    expect(await store.withLock("apply", "x", async () => 1)).toEqual({ ok: true, value: 1 });
  });

  const lockFile = async (root: string, text: string, age = 0): Promise<void> => {
    await mkdir(join(root, "locks"), { recursive: true });
    await writeFile(join(root, "locks", "apply.lock"), text);
    const time = Date.now() / 1_000 - age;
    await utimes(join(root, "locks", "apply.lock"), time, time);
  };
  const record = {
    pid: process.pid,
    host: "elsewhere",
    time: "2026-11-15T12:00:00.000Z",
    purpose: "run 7",
    nonce: "n",
  };

  it("of another host is not broken, and the message names the file", async () => {
    await using root = await folder();
    await lockFile(root.path, JSON.stringify(record));
    expect(await openFolderStore(root.path).withLock("apply", "x", async () => 1)).toEqual({
      ok: false,
      code: "store/locked",
      message: `The store is in use by process ${process.pid} on elsewhere (run 7), since 2026-11-15T12:00:00.000Z. From here nobody can tell whether it still runs: if it does not, remove ${join(root.path, "locks", "apply.lock")}.`,
    });
  });

  it.runIf(process.platform === "linux")("of a process whose number was given away is broken", async () => {
    await using root = await folder();
    const { hostname } = await import("node:os");
    await lockFile(root.path, JSON.stringify({ ...record, host: hostname(), began: "an-old-boot/17" }));
    expect(await openFolderStore(root.path).withLock("apply", "x", async (broke) => broke)).toMatchObject({
      ok: true,
      value: { purpose: "run 7" },
    });
  });

  it("that is just being made is respected; one that was never finished is broken", async () => {
    await using root = await folder();
    const store = openFolderStore(root.path);
    await lockFile(root.path, "");
    expect(await store.withLock("apply", "x", async () => 1)).toMatchObject({
      ok: false,
      message: expect.stringContaining("Another process is just taking the lock"),
    });
    await lockFile(root.path, "", 60);
    expect(await store.withLock("apply", "x", async () => 1)).toEqual({ ok: true, value: 1 });
  });

  it("is not given back where somebody else holds it by now", async () => {
    await using root = await folder();
    await openFolderStore(root.path).withLock("apply", "x", () =>
      lockFile(root.path, JSON.stringify(record)),
    );
    expect(await readFile(join(root.path, "locks", "apply.lock"), "utf8")).toBe(JSON.stringify(record));
  });
});

describe("tokens", () => {
  it("stay between runs, each connection's its own", async () => {
    await using root = await folder();
    await openFolderStore(root.path).tokens("main").set("session", "one");
    await openFolderStore(root.path).tokens("other").set("session", "two");
    const store = openFolderStore(root.path);
    expect(await store.tokens("main").get("session")).toBe("one");
    expect(await store.tokens("main").get("missing")).toBeUndefined();
    expect(await store.tokens("other").get("session")).toBe("two");
  });

  it("that cannot be read are had again by signing in", async () => {
    await using root = await folder();
    const tokens = openFolderStore(root.path).tokens("main");
    await tokens.set("session", "one");
    await writeFile(join(root.path, "tokens", "main.json"), "{");
    expect(await tokens.get("session")).toBeUndefined();
    await tokens.set("session", "two");
    expect(await tokens.get("session")).toBe("two");
  });

  it("are used by one process at a time", async () => {
    await using root = await folder();
    const children = [1, 2, 3].map(() => start("count.ts", root.path, "10"));
    const codes = await Promise.all(children.map((child) => once(child.process, "exit")));
    expect(codes.map(([code]) => code)).toEqual([0, 0, 0]);
    expect(await openFolderStore(root.path).tokens("main").get("counter")).toBe("30");
  });

  it("are used by one task at a time within a process", async () => {
    await using root = await folder();
    const tokens = openFolderStore(root.path).tokens("main");
    await Promise.all(
      Array.from({ length: 10 }, () =>
        tokens.exclusively(async () => {
          const before = Number((await tokens.get("counter")) ?? "0");
          await tokens.set("counter", String(before + 1));
        }),
      ),
    );
    expect(await tokens.get("counter")).toBe("10");
  });
});
