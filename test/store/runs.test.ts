import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openFolderStore } from "../../src/store/folder/folder.ts";
import { parseJournal, runId } from "../../src/store/folder/runs.ts";
import type { Run } from "../../src/store/store.ts";
import { folder, planOf, section, value } from "./support.ts";

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
      entries: [
        {
          time: "2026-11-15T12:02:00.000Z",
          type: "started",
          plan: "d1ge57",
          version: "1.2.3",
          by: expect.stringMatching(/^.+@.+$/),
          sections: [
            {
              connection: "main",
              platform: "made-up",
              actor: "user-actor",
              organizations: ["acme"],
              calls: 0,
              changes: [],
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
          changes: [],
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
