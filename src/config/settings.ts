import { variablePattern } from "../model/attribute.ts";
import {
  type ConnectionSettings,
  type CredentialSource,
  defaultGuards,
  type Settings,
} from "../model/configuration.ts";
import type { Platform } from "../model/platform.ts";
import type { Value } from "../model/value.ts";
import type { Findings } from "./findings.ts";
import { guardsOf } from "./guards.ts";
import { type Entry, entryOf, type Node, type Origin, placeAt, toValue } from "./node.ts";
import { parseText, treeOf } from "./parse.ts";
import { number, record } from "./plain.ts";
import { checkPolicies, readPolicies } from "./policies/read.ts";
import { checkerOf, type Issue } from "./sentences.ts";
import { settingsSchema } from "./settings-schema.ts";
import { quote } from "./words.ts";

/** The file, at the root of the folder. */
export const settingsFile = "charter.yaml";

export const defaultSettings: Settings = {
  connections: new Map(),
  guards: defaultGuards,
  expiring: 30,
  policies: [],
  store: ".charter",
};

/**
 * Reads the text of `charter.yaml`; null where something is wrong with it. No line of it is shown that could hold a
 * credential.
 */
export function readSettings(
  text: string,
  platforms: readonly Platform[],
  findings: Findings,
  name = settingsFile,
): Settings | null {
  const parsed = parseText(name, text);
  const { origin, documents, broken } = parsed;
  if (broken !== null) {
    findings.add(broken.depth ? "config/depth" : "config/syntax", { origin, at: broken.at }, broken.message, {
      hidden: true,
    });
    return null;
  }
  const errors = findings.errors();
  const roots = documents.flatMap((each) => treeOf(parsed, each, findings) ?? []);
  const [root, second] = roots.filter((each) => !isEmpty(each));
  if (second !== undefined) {
    findings.add(
      "config/syntax",
      { origin, at: second.at },
      "charter.yaml holds one document; take the second out.",
    );
  }
  if (root === undefined) return findings.errors() === errors ? defaultSettings : null;
  checkCredentials(root, origin, findings);
  // A credential that stands in the file can stand in any line of it.
  const hidden = findings.errors() > errors;
  const value = toValue(root);
  for (const issue of checkerOf(settingsSchema(platforms))("", value)) {
    report(issue, root, origin, findings, hidden);
  }
  checkConnections(root, origin, platforms, findings);
  if (!hidden) checkPolicies(root, origin, findings);
  if (findings.errors() !== errors) return null;
  return { ...settingsOf(value, platforms), policies: readPolicies(root, origin) };
}

function isEmpty(node: Node): boolean {
  return node.type === "scalar" && node.value === null;
}

function report(issue: Issue, root: Node, origin: Origin, findings: Findings, hidden: boolean): void {
  const [, top, , part, ...inner] = issue.pointer.split("/");
  const unknown = issue.code === "config/unknown-key";
  const inCredentials = top === "connections" && part === "credentials";
  // What is wrong inside a credential has been said without its value.
  if (inCredentials && !(unknown && inner.length === 1)) return;
  const at = placeAt(root, issue.pointer, unknown ? "key" : "value");
  const isUrl = top === "connections" && (part === "url" || part === "urls") && !unknown;
  // A token where the whole connection belongs.
  const isWhole = top === "connections" && part === undefined && issue.code === "config/wrong-type";
  const message = isUrl
    ? "A URL here is http:// or https://, a host and perhaps a path; it holds no user, password or query."
    : isWhole
      ? "Connections are maps: write connections: { NAME: { platform: PLATFORM } }."
      : issue.message.replace(/^ is /, "charter.yaml is ");
  findings.add(issue.code, { origin, at }, message, { hidden: hidden || isUrl || isWhole || inCredentials });
}

/** A credential that stands in the file is said so, and not shown. */
function checkCredentials(root: Node, origin: Origin, findings: Findings): void {
  for (const connection of entriesOf(entryOf(root, "connections")?.value)) {
    const credentials = entryOf(connection.value, "credentials");
    if (credentials === undefined) continue;
    if (credentials.value.type !== "map") literal("credentials", credentials.value.at, origin, findings);
    for (const part of entriesOf(credentials.value)) {
      const [source, other] = entriesOf(part.value);
      const known = source?.key === "env" || source?.key === "file";
      const text =
        source?.value.type === "scalar" &&
        typeof source.value.value === "string" &&
        (source.key === "env"
          ? new RegExp(variablePattern).test(source.value.value)
          : source.value.value !== "");
      if (!known || other !== undefined || !text) literal(part.key, part.value.at, origin, findings);
    }
  }
}

function literal(name: string, at: number, origin: Origin, findings: Findings): void {
  const message = `${quote(name)} must say where the credential comes from, not what it is: write { env: NAME } or { file: PATH }. If a credential stood here, it is no longer secret: replace it.`;
  findings.add("config/credential", { origin, at }, message, { hidden: true });
}

function entriesOf(node: Node | undefined): readonly Entry[] {
  return node?.type === "map" ? node.entries : [];
}

/** What the schema cannot say. */
function checkConnections(
  root: Node,
  origin: Origin,
  platforms: readonly Platform[],
  findings: Findings,
): void {
  for (const { key, at, value } of entriesOf(entryOf(root, "connections")?.value)) {
    const written = entryOf(value, "platform")?.value;
    const platform = platforms.find((each) => written?.type === "scalar" && each.name === written.value);
    if (platform === undefined) continue;
    if (platforms.some((each) => each.name === key && each !== platform)) {
      const message = `The connection ${quote(key)} has the name of another platform than its own; choose another name.`;
      findings.add("config/connection", { origin, at }, message);
    }
    const url = entryOf(value, "url");
    const urls = entryOf(value, "urls");
    if (url !== undefined && urls !== undefined) {
      findings.add("config/connection", { origin, at: url.at }, "Write url or urls, not both.", {
        hidden: true,
      });
    }
  }
}

/** The settings of a value that the schema has let through. */
function settingsOf(value: Value, platforms: readonly Platform[]): Omit<Settings, "policies"> {
  const top = record(value);
  const connections = new Map<string, ConnectionSettings>();
  for (const [name, each] of Object.entries(record(top["connections"]))) {
    connections.set(name, connectionOf(name, record(each), platforms));
  }
  return {
    connections,
    guards: guardsOf(top["guards"]),
    expiring: number(top["expiring"]) ?? defaultSettings.expiring,
    store: typeof top["store"] === "string" ? top["store"] : defaultSettings.store,
  };
}

function connectionOf(
  name: string,
  written: Readonly<Record<string, unknown>>,
  platforms: readonly Platform[],
): ConnectionSettings {
  const platform = String(written["platform"]);
  const [mainHost = "default"] = Object.keys(
    platforms.find((each) => each.name === platform)?.protocol.hosts ?? {},
  );
  const urls: Record<string, string> = Object.create(null);
  if (typeof written["url"] === "string") urls[mainHost] = trimmed(written["url"]);
  for (const [host, url] of Object.entries(record(written["urls"]))) urls[host] = trimmed(String(url));
  const credentials: Record<string, CredentialSource> = Object.create(null);
  for (const [part, source] of Object.entries(record(written["credentials"]))) {
    const { env, file } = record(source);
    credentials[part] = typeof env === "string" ? { env } : { file: String(file) };
  }
  const concurrency = number(written["concurrency"]);
  const perSecond = number(written["requestsPerSecond"]);
  return {
    name,
    platform,
    urls,
    credentials,
    ...(written["unverified"] === true ? { unverified: true } : {}),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(perSecond === undefined ? {} : { perSecond }),
  };
}

/** Paths are appended to it: they bring their own slash. */
function trimmed(url: string): string {
  return url.replace(/\/+$/, "");
}
