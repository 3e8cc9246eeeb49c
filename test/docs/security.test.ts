/** Every promise of SECURITY.md names the tests that hold it, and they are there. */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const text = await readFile(join(root, "SECURITY.md"), "utf8");

/** The rows of the tables under Promises, without their heads. */
const promises = (text.split("## Promises")[1] ?? "")
  .split("## Not promised")[0]
  ?.split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (promise|---)/.test(line))
  .map((line) => line.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "")));

const reference = /`(test\/[\w/-]+\.test\.ts) › ([^`]+)`/g;

test("there are promises in every chapter", () => {
  expect(promises?.length).toBeGreaterThan(20);
  for (const chapter of text.split("\n### ").slice(1)) expect(chapter).toContain("| promise | held by |");
});

test.each(promises ?? [])("%s", async (_promise, heldBy = "") => {
  const tests = [...heldBy.matchAll(reference)];
  expect(tests).not.toEqual([]);
  // Nothing but references stands there.
  expect(heldBy.replace(reference, "").trim()).toBe("");
  for (const [, file = "", title = ""] of tests) {
    const written = await readFile(join(root, file), "utf8");
    // As a title, which a function follows, and not in passing.
    const titles = [...written.matchAll(/\(\s*"((?:[^"\\]|\\.)*)",\s*(?:async )?\(/g)].map(
      ([, title]) => title,
    );
    expect(titles, `${file} has no test of this title`).toContain(title);
  }
});
