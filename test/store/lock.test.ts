import { once } from "node:events";
import { mkdir, readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openFolderStore } from "../../src/store/folder/folder.ts";
import { folder, start } from "./support.ts";

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
    nonce: "5f1c08e2a9b4d3f6",
  };

  it("of another host is not broken, and the message says how a person does", async () => {
    await using root = await folder();
    await lockFile(root.path, JSON.stringify(record));
    expect(await openFolderStore(root.path).withLock("apply", "x", async () => 1)).toEqual({
      ok: false,
      code: "store/locked",
      message: `The store is in use by process ${process.pid} on elsewhere (run 7), since 2026-11-15T12:00:00.000Z. From here nobody can tell whether it still runs: if it does not, break its lock with charter unlock 5f1c08e2a9b4.`,
    });
  });

  const elsewhere = { pid: process.pid, host: "elsewhere", time: record.time, purpose: "run 7" };

  it("is broken by its id, whoever holds it elsewhere", async () => {
    await using root = await folder();
    const store = openFolderStore(root.path);
    expect(await store.locks()).toEqual({ ok: true, value: [] });
    await lockFile(root.path, JSON.stringify(record));
    const lock = { ...elsewhere, id: "5f1c08e2a9b4" };
    expect(await store.locks()).toEqual({ ok: true, value: [lock] });
    expect(await store.breakLock("5f1c08e2a9b4")).toEqual({ ok: true, value: lock });
    expect(await readdir(join(root.path, "locks"))).toEqual([]);
    expect(await store.withLock("apply", "x", async (broke) => broke)).toEqual({ ok: true, value: null });
  });

  it("is not broken by the id of an older one", async () => {
    await using root = await folder();
    const store = openFolderStore(root.path);
    const text = JSON.stringify({ ...record, nonce: "7777777777777777" });
    await lockFile(root.path, text);
    expect(await store.breakLock("5f1c08e2a9b4")).toMatchObject({ ok: false, code: "store/no-lock" });
    expect(await store.breakLock("")).toMatchObject({ ok: false, code: "store/no-lock" });
    expect(await readFile(join(root.path, "locks", "apply.lock"), "utf8")).toBe(text);
  });

  it("of a process that runs here is not broken by its id either", async () => {
    await using root = await folder();
    const store = openFolderStore(root.path);
    const holder = start("hold.ts", root.path, "apply");
    await holder.line();
    const held = await store.locks();
    const [lock] = held.ok ? held.value : [];
    expect(await store.breakLock(lock?.id ?? "")).toMatchObject({
      ok: false,
      code: "store/locked",
      message: expect.stringContaining(`Process ${holder.process.pid} on this host still runs`),
    });
    holder.process.kill("SIGKILL");
    await once(holder.process, "exit");
    expect(await store.breakLock(lock?.id ?? "")).toEqual({ ok: true, value: lock });
    expect(await readdir(join(root.path, "locks"))).toEqual([]);
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
