import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import type { Configuration, Settings } from "../model/configuration.ts";
import type { Finding } from "../model/finding.ts";
import type { Platform } from "../model/platform.ts";
import { classify, looksOurs } from "./classify.ts";
import { defines, runFile, withLibrary } from "./code.ts";
import { byConnection } from "./connections.ts";
import { configurationDigest } from "./digest.ts";
import { type ConfigurationFile, listFiles, readAhead, readText } from "./files.ts";
import { createFindings, type Findings } from "./findings.ts";
import type { Node } from "./node.ts";
import { type OrganizationDocument, readOrganizations } from "./organization.ts";
import { parseText, reportHidden, treeOf } from "./parse.ts";
import { keepPolicies } from "./policies/keep.ts";
import { defaultSettings, readSettings, settingsFile } from "./settings.ts";

export interface LoadOptions {
  /** The folder that holds the configuration. */
  readonly directory: string;
  readonly platforms: readonly Platform[];
  /** What `expires` goes by. */
  readonly now: Date;
  /** Run definitions in TypeScript. Default true; false makes them a finding. */
  readonly code?: boolean;
  /** Bytes; a larger file is a finding and is not read. Default 20 MiB. */
  readonly maxFileSize?: number;
  /** URL of the module that `import "orgcharter"` gives to definitions which have no copy of their own. */
  readonly library?: string;
  readonly signal?: AbortSignal;
}

export interface Loaded {
  /** Null where there is an error: a configuration is never half accepted. */
  readonly configuration: Configuration | null;
  readonly findings: readonly Finding[];
}

export const defaultMaxFileSize = 20 * 1024 * 1024;

/**
 * Reads a folder into what it wants of each organization. Everything that is wrong is found in one pass.
 * Throws only when `signal` aborts.
 */
export async function loadConfiguration(options: LoadOptions): Promise<Loaded> {
  const { platforms, signal } = options;
  const findings = createFindings();
  const root = await realpath(resolve(options.directory)).catch(() => null);
  if (root === null) {
    findings.file("config/unreadable", null, `The folder ${options.directory} does not exist.`);
    return { configuration: null, findings: findings.list() };
  }
  const files = await listFiles(root, findings, signal);
  const { settings, documents } = await withLibrary(options.library, () =>
    readFiles(files, root, options, findings),
  );
  const today = options.now.toISOString().slice(0, 10);
  const organizations = readOrganizations(documents, platforms, today, findings);
  // Without settings nobody can say which connections there are.
  const connections = settings === null ? [] : byConnection(organizations, settings, findings);
  if (settings !== null) keepPolicies(settings, organizations, platforms, today, findings);
  if (documents.length === 0 && findings.errors() === 0) {
    const known = platforms.map((each) => each.name).join(", ");
    const message = `There is no organization in ${options.directory}: a file of one starts with platform: (${known}) and organization:.`;
    findings.file("config/empty", null, message, "warning");
  }
  if (settings === null || findings.errors() > 0) return { configuration: null, findings: findings.list() };
  let digest: string | null = null;
  const configuration: Configuration = {
    root,
    settings,
    connections,
    // Only plans ask for it, and it costs as much as all checks together.
    get digest() {
      digest ??= configurationDigest(settings, connections);
      return digest;
    },
  };
  return { configuration, findings: findings.list() };
}

/** Reads `charter.yaml` alone: what is wrong elsewhere in the folder does not matter. */
export async function loadSettings(
  options: Pick<LoadOptions, "directory" | "platforms" | "maxFileSize" | "signal">,
): Promise<{ readonly settings: Settings | null; readonly findings: readonly Finding[] }> {
  const findings = createFindings();
  const path = resolve(options.directory, settingsFile);
  const known = await realpath(path).then(
    () => true,
    () => false,
  );
  if (!known) return { settings: defaultSettings, findings: [] };
  const file: ConfigurationFile = { name: settingsFile, path, type: "text" };
  const text = await textOf(file, options.maxFileSize ?? defaultMaxFileSize, findings, options.signal);
  const settings = text === null ? null : readSettings(text, options.platforms, findings);
  return { settings, findings: findings.list() };
}

async function readFiles(
  files: readonly ConfigurationFile[],
  root: string,
  options: LoadOptions,
  findings: Findings,
): Promise<{ readonly settings: Settings | null; readonly documents: readonly OrganizationDocument[] }> {
  const { platforms, signal } = options;
  let settings: Settings | null = defaultSettings;
  const documents: OrganizationDocument[] = [];
  const read = (file: ConfigurationFile) =>
    textOf(file, options.maxFileSize ?? defaultMaxFileSize, findings, signal);
  for await (const [file, text] of readAhead(files, read)) {
    signal?.throwIfAborted();
    if (file.name === settingsFile) {
      settings = text === null ? null : readSettings(text, platforms, findings);
    } else if (text === null) {
      // Why is among the findings.
    } else if (file.name.endsWith(`/${settingsFile}`) || /^charter\.(yml|json)$/.test(file.name)) {
      const message = `${file.name} is not read: settings stand in ${settingsFile} at the root of the folder.`;
      findings.file("config/skipped", file.name, message, "warning");
    } else if (file.type === "code") {
      if (!defines(text)) continue;
      if (options.code === false) {
        const message = `${file.name} defines organizations in TypeScript, and running code is switched off; allow it, or write YAML.`;
        findings.file("config/code-off", file.name, message);
        continue;
      }
      for (const tree of await runFile(file, text, root, findings)) {
        if (tree.root.type === "map") documents.push({ root: tree.root, origin: tree.origin });
      }
    } else {
      documents.push(...readDocuments(file.name, text, platforms, findings));
    }
  }
  return { settings, documents };
}

/** The organizations in the text of a YAML or JSON file. */
export function readDocuments(
  file: string,
  text: string,
  platforms: readonly Platform[],
  findings: Findings,
): readonly OrganizationDocument[] {
  if (text.trim() === "") {
    findings.file("config/empty", file, `${file} is empty.`, "note");
    return [];
  }
  const parsed = parseText(file, text);
  const { origin, broken } = parsed;
  if (broken !== null) {
    if (looksOurs(text)) {
      findings.add(
        broken.depth ? "config/depth" : "config/syntax",
        { origin, at: broken.at },
        broken.message,
      );
    }
    return [];
  }
  const found: OrganizationDocument[] = [];
  let ours = false;
  for (const document of parsed.documents) {
    // What is wrong with a foreign document is not our business, and whose it is shows only in its tree.
    const own = createFindings();
    const tree = treeOf(parsed, document, own);
    const classes = topsOf(tree).map((node) => classify(node, platforms));
    for (const each of classes) {
      if (each.type === "organization") found.push({ root: each.root, origin });
      if (each.type === "finding")
        findings.add("config/not-an-organization", { origin, at: each.at }, each.message);
    }
    const mine = classes.some((each) => each.type !== "foreign") || (tree === null && looksOurs(text));
    if (!mine) continue;
    ours = true;
    for (const finding of own.list()) findings.push(finding);
  }
  if (ours) reportHidden(parsed, findings);
  return found;
}

/** A document may be a list of organizations. */
function topsOf(tree: Node | null): readonly Node[] {
  if (tree === null) return [];
  return tree.type === "list" ? tree.items : [tree];
}

async function textOf(
  file: ConfigurationFile,
  maxFileSize: number,
  findings: Findings,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const bytes = await readText(file, maxFileSize, findings, signal);
  if (bytes === null) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // In UTF-16 every other byte of such a text is 0.
    const guess = Buffer.from(bytes).toString("latin1").replaceAll("\0", "");
    if (file.name === settingsFile || (file.type === "code" ? defines(guess) : looksOurs(guess))) {
      findings.file("config/encoding", file.name, `${file.name} is not UTF-8 text; save it as UTF-8.`);
    }
    return null;
  }
}
