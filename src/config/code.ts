import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import type { Position } from "../model/finding.ts";
import { sentence } from "../model/text.ts";
import { type AnyDefinition, definedAt, fileWithin, isDefinition, isPeople } from "./define.ts";
import type { ConfigurationFile } from "./files.ts";
import type { Findings } from "./findings.ts";
import { textOrigin } from "./lines.ts";
import type { Tree } from "./node.ts";
import { valueTree } from "./value-tree.ts";

/** The name under which definitions import Charter. */
const packageName = "orgcharter";

/** A definition's file calls one of these; others are helpers and are left alone. */
const definingCalls = ["defineOrganization", "definePeople"];

/** Whether a TypeScript file is meant to define organizations or people. */
export function defines(text: string): boolean {
  return definingCalls.some((call) => text.includes(call));
}

/**
 * While `work` runs, `import "orgcharter"` gives the running copy to files whose folder has none of its own, so that a
 * repository of definitions needs no package.json.
 */
export async function withLibrary<T>(library: string | undefined, work: () => Promise<T>): Promise<T> {
  if (library === undefined) return work();
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier !== packageName) return next(specifier, context);
      try {
        return next(specifier, context);
      } catch {
        return { url: library, shortCircuit: true };
      }
    },
  });
  try {
    return await work();
  } finally {
    hooks.deregister();
  }
}

/**
 * Runs a TypeScript file and gives the organizations and people that it exports.
 *
 * | file | result |
 * | --- | --- |
 * | its text calls neither `defineOrganization` nor `definePeople` | not run (see {@link defines}) |
 * | default export is a definition, or an array of them | these |
 * | default export is anything else | finding |
 * | no default export, but a definition under another name, or no export at all | finding |
 * | no default export, other exports | none: a helper of other files |
 * | it throws, or cannot be parsed | finding, at the line if it is known |
 */
export async function runFile(
  file: ConfigurationFile,
  text: string,
  root: string,
  findings: Findings,
): Promise<readonly Tree[]> {
  try {
    // The query makes a changed file another module, and the same file the same one.
    const url = `${pathToFileURL(file.path).href}?charter=${fingerprint(text)}`;
    let exported: Readonly<Record<string, unknown>> = await import(/* @vite-ignore */ url);
    if ("default" in exported) exported = { ...exported, default: await exported["default"] };
    return definitionsOf(exported, file, text, findings).flatMap((definition) => {
      const position = definedAt(definition, root, file.name);
      // Getters of a definition run here.
      const tree = valueTree(wholeOf(definition), position, excerptOf(position, file, text), findings);
      return tree === null ? [] : [tree];
    });
  } catch (error) {
    reportThrown(error, file, text, root, findings);
    return [];
  }
}

/** The definition as a document would hold it: with its platform, or as people. */
function wholeOf(defined: AnyDefinition): unknown {
  if (isPeople(defined)) return { people: defined.people };
  const { platform, definition } = defined;
  return typeof definition === "object" && definition !== null && !Array.isArray(definition)
    ? { platform, ...definition }
    : { platform };
}

function definitionsOf(
  exported: Readonly<Record<string, unknown>>,
  file: ConfigurationFile,
  text: string,
  findings: Findings,
): readonly AnyDefinition[] {
  const call = definingCalls.find((each) => text.includes(each)) ?? "";
  const hint = `write export default ${call}(…), or an array of these`;
  if ("default" in exported) {
    const value = exported["default"];
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    const definitions = list.filter(isDefinition);
    if (definitions.length < list.length) {
      findings.file(
        "config/code",
        file.name,
        `The default export of ${file.name} is not a definition: ${hint}.`,
      );
    }
    return definitions;
  }
  const names = Object.keys(exported);
  const named = names.find((name) => {
    const value = exported[name];
    return isDefinition(value) || (Array.isArray(value) && value.some(isDefinition));
  });
  if (named !== undefined) {
    findings.file("config/code", file.name, `${file.name} exports a definition as ${named}: ${hint}.`);
  } else if (names.length === 0) {
    findings.file("config/code", file.name, `${file.name} calls ${call} but exports nothing: ${hint}.`);
  }
  return [];
}

/** Enough to tell two versions of a file apart within one process (FNV-1a). */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return `${text.length}-${(hash >>> 0).toString(36)}`;
}

function reportThrown(
  error: unknown,
  file: ConfigurationFile,
  text: string,
  root: string,
  findings: Findings,
): void {
  const said = (error instanceof Error ? error.message : String(error)).replaceAll(`${root}/`, "");
  const [line = ""] = said.split("\n").filter((each) => each.trim() !== "");
  const position = placeOf(error, root) ?? { file: file.name, line: 1, column: 1 };
  const excerpt = excerptOf(position, file, text);
  const type = error instanceof Error && error.name !== "Error" ? `${error.name}: ` : "";
  findings.push({
    code: "config/code",
    severity: "error",
    message: `${file.name} cannot be run: ${type}${sentence(line)}`,
    position,
    ...(excerpt === undefined ? {} : { excerpt }),
  });
}

/** The first place of a stack that lies in the folder. A file that cannot be parsed heads its stack with `file:line`. */
function placeOf(error: unknown, root: string): Position | null {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const lines = stack.split("\n");
  for (const [index, line] of lines.entries()) {
    const frame = /\(?((?:file:\/\/)?\/[^()]*?):(\d+)(?::(\d+))?\)?$/.exec(line.trim());
    const name =
      frame?.[1] === undefined ? null : fileWithin(root, frame[1].replace(/^.*?(file:\/\/)/, "$1"));
    if (frame === null || name === null) continue;
    const mark = lines.slice(index + 1, index + 8).find((each) => /^\s*\^/.test(each));
    const column = frame[3] === undefined ? (mark?.indexOf("^") ?? 0) + 1 : Number(frame[3]);
    return { file: name, line: Number(frame[2]), column };
  }
  return null;
}

function excerptOf(position: Position, file: ConfigurationFile, text: string): string | undefined {
  if (position.file !== file.name) return undefined;
  const line = text.split("\n")[position.line - 1];
  return line === undefined ? undefined : textOrigin(file.name, line.replace(/\r$/, "")).excerpt(0);
}
