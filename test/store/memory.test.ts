import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openFolderStore } from "../../src/store/folder/folder.ts";
import { fileNameOf } from "../../src/store/folder/names.ts";
import type { Baseline } from "../../src/store/store.ts";
import { folder, planOf, section, value } from "./support.ts";

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
        account: "17",
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
      {"address":"org-acme/members/user-a","kind":"member","key":"user-a","id":null,"account":"17","attributes":{"level":"ADMIN"}}
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
