/** The shape of the house, held by tests: who may import whom, and what the core may not name. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, test } from "vitest";
import { platforms } from "../src/platforms/registry.ts";

const root = resolve(import.meta.dirname, "../src");

interface SourceFile {
  readonly name: string;
  /** The first folder, or "" for a file directly in src. */
  readonly layer: string;
  readonly text: string;
  /** Names of the files of ours that it imports. */
  readonly imports: readonly string[];
}

const files: readonly SourceFile[] = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => {
    const text = readFileSync(join(root, name), "utf8");
    const specifiers = [...text.matchAll(/(?:from|import|import\()\s*"(\.[^"]+)"/g)].map(
      ([, path]) => path ?? "",
    );
    return {
      name: name.split(sep).join("/"),
      layer: name.includes(sep) ? (name.split(sep)[0] ?? "") : "",
      text,
      imports: specifiers.map((path) =>
        relative(root, resolve(root, dirname(name), path))
          .split(sep)
          .join("/"),
      ),
    };
  });

/** What each folder may import, besides itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  model: [],
  http: ["model"],
  platforms: ["model", "http"],
  config: ["model"],
  plan: ["model"],
  drift: ["model"],
  report: ["model"],
  store: ["model"],
  apply: ["model", "http", "plan", "store"],
  sandbox: [],
  run: ["model", "http", "platforms", "config", "plan", "drift", "store", "apply", ""],
  terraform: ["model", "http", "platforms", "config", "plan", "store", "apply", "run", ""],
  cdktf: ["model", "config", "platforms", "terraform"],
  cli: [
    "model",
    "platforms",
    "config",
    "plan",
    "drift",
    "report",
    "store",
    "run",
    "terraform",
    "sandbox",
    "",
  ],
  "": ["model", "platforms", "config", "plan", "run", "terraform"],
};

describe("imports point one way", () => {
  test.each(Object.keys(allowed))("src/%s", (layer) => {
    const may = new Set([layer, ...(allowed[layer] ?? [])]);
    const wrong = files
      .filter((file) => file.layer === layer)
      .flatMap((file) => file.imports.map((name) => [file.name, name] as const))
      .filter(([, name]) => !may.has(name.includes("/") ? (name.split("/")[0] ?? "") : ""));
    expect(wrong).toEqual([]);
  });

  test("every folder of src has a rule", () => {
    expect([...new Set(files.map((file) => file.layer))].filter((layer) => !(layer in allowed))).toEqual([]);
  });

  test("and never in a circle", () => {
    const byName = new Map(files.map((file) => [file.name, file]));
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (name: string, path: readonly string[]): void => {
      if (path.includes(name)) circles.push([...path.slice(path.indexOf(name)), name].join(" → "));
      if (done.has(name) || path.includes(name)) return;
      for (const next of byName.get(name)?.imports ?? []) visit(next, [...path, name]);
      done.add(name);
    };
    for (const { name } of files) visit(name, []);
    expect(circles).toEqual([]);
  });

  test("platforms do not know each other, and are all in the registry", () => {
    const folders = new Set(
      files
        .filter(({ name }) => name.split("/").length > 2 && name.startsWith("platforms/"))
        .map(({ name }) => name.split("/")[1]),
    );
    expect([...folders].sort()).toEqual(platforms.map(({ name }) => name).sort());
    for (const file of files.filter(({ layer }) => layer === "platforms")) {
      const own = file.name.split("/")[1];
      const others = file.imports.filter(
        (name) => name.startsWith("platforms/") && name.split("/").length > 2 && name.split("/")[1] !== own,
      );
      if (file.name !== "platforms/registry.ts") expect([file.name, others]).toEqual([file.name, []]);
    }
  });
});

const core = ["model", "http", "config", "plan", "apply", "drift", "report", "store", "run", "terraform"];

describe("the core", () => {
  const code = files
    .filter((file) => core.includes(file.layer))
    .map((file) => ({ ...file, code: file.text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, "") }));

  test("names no platform", () => {
    const names = platforms.map(({ name }) => name);
    const found = code.filter((file) =>
      names.some((name) => new RegExp(`\\b${name}\\b`, "i").test(file.code)),
    );
    expect(found.map(({ name }) => name)).toEqual([]);
  });

  test("names no kind", () => {
    const kinds = new Set(platforms.flatMap((platform) => platform.kinds.map(({ name }) => name)));
    const found = code.flatMap((file) =>
      // What tells the members of the core's own unions apart is not a kind.
      [...file.code.matchAll(/(?<!\btype(?:: | [!=]== ))"([a-z-]+)"/g)]
        .map(([, word = ""]) => word)
        // The top member of a file and the word of a report, whatever the platform calls its root kind.
        .filter((word) => kinds.has(word) && word !== "organization")
        // A group of attributes, where a switch tells it from other members.
        .filter((word) => !(word === "group" && file.name === "config/body.ts"))
        .map((word) => `${file.name}: ${word}`),
    );
    expect(found).toEqual([]);
  });
});

test("only the command line prints, and the plugin, which is a process of its own", () => {
  const printing = files.filter(
    (file) =>
      file.layer !== "cli" &&
      !file.name.startsWith("terraform/plugin/") &&
      /(?<![\w-])console\.\w|process\.(stdout|stderr|exit)\b/.test(file.text),
  );
  expect(printing.map(({ name }) => name)).toEqual([]);
});
