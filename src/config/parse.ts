import { type Document, parseAllDocuments, type YAMLError } from "yaml";
import { sentence } from "../model/text.ts";
import { allHidden, characterName } from "./characters.ts";
import type { Findings } from "./findings.ts";
import { textOrigin } from "./lines.ts";
import type { Node, Origin } from "./node.ts";
import { quote } from "./words.ts";
import { yamlTree } from "./yaml-tree.ts";

/** The documents of one file, not yet looked into: whether they are ours is decided by their top keys. */
export interface ParsedText {
  readonly origin: Origin;
  readonly text: string;
  readonly documents: readonly Document.Parsed[];
  /** The first thing that keeps the text from being read; where there is one, `documents` is not to be trusted. */
  readonly broken: { readonly at: number; readonly message: string; readonly depth: boolean } | null;
}

/** Reads YAML or JSON. Linear: the library's own check for double keys is quadratic and stays off. */
export function parseText(file: string, text: string): ParsedText {
  const origin = textOrigin(file, text);
  const json = file.endsWith(".json");
  if (json) {
    const broken = jsonError(text);
    if (broken !== null) return { origin, text, documents: [], broken };
  }
  const parsed = parseAllDocuments(text, { uniqueKeys: false, prettyErrors: false, logLevel: "silent" });
  const documents = Array.isArray(parsed) ? (parsed as Document.Parsed[]) : [];
  for (const document of documents) {
    const [error] = document.errors;
    if (error !== undefined) return { origin, text, documents, broken: yamlError(error) };
    if (document.directives.yaml.explicit && document.directives.yaml.version !== "1.2") {
      const message = "YAML 1.1 reads some words differently; take the %YAML line out.";
      return { origin, text, documents, broken: { at: 0, message, depth: false } };
    }
  }
  return { origin, text, documents, broken: null };
}

/** The tree of one document of a text; what is wrong with it is added to the findings. */
export function treeOf(parsed: ParsedText, document: Document.Parsed, findings: Findings): Node | null {
  const { origin } = parsed;
  for (const warning of document.warnings) {
    const tag = warning.code === "TAG_RESOLVE_FAILED";
    const name = warning.message.replace("Unresolved tag: ", "").replace("tag:yaml.org,2002:", "!!");
    const message = tag
      ? `The tag ${quote(name)} is not plain YAML; take it out.`
      : firstLine(warning.message);
    findings.add(tag ? "config/tag" : "config/syntax", { origin, at: warning.pos[0] }, message);
  }
  return yamlTree(document, parsed.text, origin, findings);
}

/** Characters that make the text look different from what it says, in comments too. */
export function reportHidden(parsed: ParsedText, findings: Findings): void {
  for (const at of allHidden(parsed.text)) {
    findings.add(
      "config/hidden-character",
      { origin: parsed.origin, at },
      `${characterName(parsed.text, at)} stands here: the text does not look like what it says; take the character out.`,
    );
  }
}

function yamlError(error: YAMLError): ParsedText["broken"] {
  const at = error.pos[0];
  if (error.message.includes("call stack")) return { at, message: "Nested too deeply.", depth: true };
  const tab = error.code === "TAB_AS_INDENT" ? " Use spaces." : "";
  return { at, message: `Not valid YAML: ${firstLine(error.message)}${tab}`, depth: false };
}

/** YAML reads more than JSON; a file that says it is JSON shall be that. */
function jsonError(text: string): ParsedText["broken"] {
  const said = jsonMessage(text);
  if (said === null) return null;
  if (said.includes("call stack")) return { at: 0, message: "Nested too deeply.", depth: true };
  const words = said.replace(/ (in JSON )?at position .*$/s, "").replace(/, (\.\.\.)?".*$/s, "");
  return { at: jsonErrorAt(text, said), message: `Not valid JSON: ${firstLine(words)}`, depth: false };
}

function jsonMessage(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function positionIn(message: string): number | null {
  const found = / at position (\d+)/.exec(message);
  return found === null ? null : Number(found[1]);
}

/** Some messages of the runtime name no position: then it is the end of the longest start that only lacks an end. */
function jsonErrorAt(text: string, message: string): number {
  const named = positionIn(message);
  if (named !== null) return named;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const said = jsonMessage(text.slice(0, middle)) ?? "end of JSON";
    const onlyCut = /end of JSON|Unterminated/.test(said) || positionIn(said) === middle;
    if (onlyCut) low = middle;
    else high = middle - 1;
  }
  return low;
}

function firstLine(words: string): string {
  const [line = ""] = words.split("\n");
  return sentence(line);
}
