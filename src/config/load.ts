import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import type { Configuration, Settings } from "../model/configuration.ts";
import type { Finding } from "../model/finding.ts";
import type { Platform } from "../model/platform.ts";
import { classify, looksOurs } from "./classify.ts";
import { defines, runFile, withLibrary } from "./code.ts";
import { byConnection } from "./connections.ts";
import { configurationDigest } from "./digest.ts";
import { type ConfigurationFile, defaultMaxFileSize, listFiles, readAhead } from "./files.ts";
import { createFindings, type Findings } from "./findings.ts";
import { entryOf, type Node } from "./node.ts";
import { type OrganizationDocument, readOrganizations } from "./organization.ts";
import { parseText, reportHidden, treeOf } from "./parse.ts";
import { byHandle, type PeopleDocument, readPeople, warnOfStrays } from "./people/read.ts";
import { keepPolicies } from "./policies/keep.ts";
import { defaultSettings, readSettings, settingsFile } from "./settings.ts";
import { homeOf, settingsApart } from "./settings-file.ts";
import { textOf } from "./text-of.ts";

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
  /**
   * The file that holds the settings, in place of `charter.yaml` in the folder: for a folder that is not trusted to say
   * where credentials come from, where they go, and what stops a plan.
   */
  readonly settings?: string;
  /** URL of the module that `import "orgcharter"` gives to definitions which have no copy of their own. */
  readonly library?: string;
  readonly signal?: AbortSignal;
}

export interface Loaded {
  /** Null where there is an error: a configuration is never half accepted. */
  readonly configuration: Configuration | null;
  readonly findings: readonly Finding[];
}

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
  const apart =
    options.settings === undefined ? undefined : await settingsApart(options.settings, options, findings);
  const { settings, documents, persons } = await withLibrary(options.library, () =>
    readFiles(files, root, options, apart, findings),
  );
  return configurationOf(
    { settings, documents, persons },
    {
      root,
      home: options.settings === undefined ? root : homeOf(options.settings),
      directory: options.directory,
      platforms,
      now: options.now,
    },
    findings,
  );
}

/** Where documents were read, and what they mean. */
export interface Reading extends Pick<LoadOptions, "directory" | "platforms" | "now"> {
  /** Absolute. */
  readonly root: string;
  readonly home: string;
}

/** What documents say, once they are read. */
export function configurationOf(
  { settings, documents, persons }: Documents,
  { root, home, directory, platforms, now }: Reading,
  findings: Findings,
): Loaded {
  const today = now.toISOString().slice(0, 10);
  const people = readPeople(persons, platforms, settings, today, findings);
  const organizations = readOrganizations(documents, platforms, today, findings, { people, settings });
  // Without settings nobody can say which connections there are.
  const connections = settings === null ? [] : byConnection(organizations, settings, findings, people);
  warnOfStrays(people, connections, findings);
  if (settings !== null) keepPolicies(settings, organizations, platforms, today, findings);
  if (documents.length === 0 && findings.errors() === 0) {
    const known = platforms.map((each) => each.name).join(", ");
    const message = `There is no organization in ${directory}: a file of one starts with platform: (${known}) and organization:.`;
    findings.file("config/empty", null, message, "warning");
  }
  if (settings === null || findings.errors() > 0) return { configuration: null, findings: findings.list() };
  let digest: string | null = null;
  const configuration: Configuration = {
    root,
    home,
    settings,
    connections,
    people: byHandle(people),
    // Only plans ask for it, and it costs as much as all checks together.
    get digest() {
      digest ??= configurationDigest(settings, connections);
      return digest;
    },
  };
  return { configuration, findings: findings.list() };
}

async function readFiles(
  files: readonly ConfigurationFile[],
  root: string,
  options: LoadOptions,
  apart: Settings | null | undefined,
  findings: Findings,
): Promise<Documents> {
  const { platforms, signal } = options;
  let settings: Settings | null = apart === undefined ? defaultSettings : apart;
  const documents: OrganizationDocument[] = [];
  const persons: PeopleDocument[] = [];
  const read = (file: ConfigurationFile) =>
    textOf(file, options.maxFileSize ?? defaultMaxFileSize, findings, signal);
  for await (const [file, text] of readAhead(files, read)) {
    signal?.throwIfAborted();
    if (file.name === settingsFile && apart !== undefined) {
      const message = `${file.name} is not read: the settings come from ${options.settings}.`;
      findings.file("config/skipped", file.name, message, "note");
    } else if (file.name === settingsFile) {
      settings = text === null ? null : readSettings(text, platforms, findings);
    } else if (text === null) {
      // Why is among the findings.
    } else if (file.name.endsWith(`/${settingsFile}`) || /^charter\.(yml|json)$/.test(file.name)) {
      const message = `${file.name} is not read: settings stand in ${settingsFile} at the root of the folder.`;
      findings.file("config/skipped", file.name, message, "warning");
    } else if (file.type === "code") {
      if (!defines(text)) continue;
      if (options.code === false) {
        const message = `${file.name} defines organizations or people in TypeScript, and running code is switched off; allow it, or write YAML.`;
        findings.file("config/code-off", file.name, message);
        continue;
      }
      for (const tree of await runFile(file, text, root, findings)) {
        const { root: top, origin } = tree;
        if (top.type !== "map") continue;
        if (entryOf(top, "platform") === undefined) persons.push({ root: top, origin });
        else documents.push({ root: top, origin });
      }
    } else {
      const parts = readParts(file.name, text, platforms, findings);
      documents.push(...parts.documents);
      persons.push(...parts.persons);
    }
  }
  return { settings, documents, persons };
}

/** What was found in files, with the settings; null where these are wrong. */
export interface Documents extends Parts {
  readonly settings: Settings | null;
}

/** What was found in files. */
interface Parts {
  readonly documents: readonly OrganizationDocument[];
  readonly persons: readonly PeopleDocument[];
}

/** The organizations in the text of a YAML or JSON file. */
export function readDocuments(
  file: string,
  text: string,
  platforms: readonly Platform[],
  findings: Findings,
): readonly OrganizationDocument[] {
  return readParts(file, text, platforms, findings).documents;
}

const nothing: Parts = { documents: [], persons: [] };

/** The organizations and people in the text of a YAML or JSON file. */
export function readParts(
  file: string,
  text: string,
  platforms: readonly Platform[],
  findings: Findings,
): Parts {
  if (text.trim() === "") {
    findings.file("config/empty", file, `${file} is empty.`, "note");
    return nothing;
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
    return nothing;
  }
  const found: OrganizationDocument[] = [];
  const persons: PeopleDocument[] = [];
  let ours = false;
  for (const document of parsed.documents) {
    // What is wrong with a foreign document is not our business, and whose it is shows only in its tree.
    const own = createFindings();
    const tree = treeOf(parsed, document, own);
    const classes = topsOf(tree).map((node) => classify(node, platforms));
    for (const each of classes) {
      if (each.type === "organization") found.push({ root: each.root, origin });
      if (each.type === "people") persons.push({ root: each.root, origin });
      if (each.type === "finding")
        findings.add("config/not-an-organization", { origin, at: each.at }, each.message);
    }
    const mine = classes.some((each) => each.type !== "foreign") || (tree === null && looksOurs(text));
    if (!mine) continue;
    ours = true;
    for (const finding of own.list()) findings.push(finding);
  }
  if (ours) reportHidden(parsed, findings);
  return { documents: found, persons };
}

/** A document may be a list of organizations. */
function topsOf(tree: Node | null): readonly Node[] {
  if (tree === null) return [];
  return tree.type === "list" ? tree.items : [tree];
}
