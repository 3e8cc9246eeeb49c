/** Where a connection's URL and credentials come from. Values are read here and handed on, never kept or shown. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type ProxySettings, proxyProblem } from "../http/proxy.ts";
import type { ConnectionSettings, CredentialSource } from "../model/configuration.ts";
import type { Finding } from "../model/finding.ts";
import type { Platform } from "../model/platform.ts";
import type { Credentials } from "../model/protocol.ts";
import { mayBeSecret } from "../model/secret.ts";
import { sentence } from "../model/text.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** `CHARTER_STAGING_TOKEN` for the part `token` of the connection `staging`. */
export function variableName(connection: string, part: string): string {
  const words = `charter_${connection}_${part}`.replace(/([a-z0-9])([A-Z])/g, "$1_$2");
  return words.replace(/[^A-Za-z0-9]+/g, "_").toUpperCase();
}

/**
 * The environment variable of a part of a credential, where the settings name no source. A connection that is
 * not simply the platform has variables of its own, so that one account's token never goes to another's host.
 */
export function defaultVariable(connection: ConnectionSettings, platform: Platform, part: string): string {
  const declared = platform.protocol.credentials[part]?.env;
  return connection.name === platform.name && declared !== undefined
    ? declared
    : variableName(connection.name, part);
}

/** Every part of the credential, or a finding for each that is not there. */
export async function resolveCredentials(
  connection: ConnectionSettings,
  platform: Platform,
  env: Environment,
  root: string,
): Promise<{ readonly credentials: Credentials; readonly findings: readonly Finding[] }> {
  const credentials = new Map<string, string>();
  const findings: Finding[] = [];
  for (const [part, { description, optional }] of Object.entries(platform.protocol.credentials)) {
    const written = connection.credentials[part];
    const source = written ?? { env: defaultVariable(connection, platform, part) };
    const none = (advice: string) =>
      findings.push(missing(connection, part, description, `${advice} ${sourceName(source)}`));
    if ("env" in source) {
      const value = env[source.env]?.trim();
      if (value) credentials.set(part, value);
      else if (written !== undefined || optional !== true) none("Set the environment variable");
      continue;
    }
    try {
      const value = (await readFile(resolve(root, source.file), "utf8")).trim();
      if (value) credentials.set(part, value);
      else none("It is empty where it should be: write it into the file");
    } catch (error) {
      const why = error instanceof Error && "code" in error ? String(error.code) : "it cannot be read";
      none(`It cannot be read (${why}): put it into the file`);
    }
  }
  return { credentials, findings };
}

/** A source as messages name it. People write the credential itself there: what may be one is not repeated. */
export function sourceName(source: CredentialSource): string {
  if (mayBeSecret(source)) return "that charter.yaml names";
  return "env" in source ? source.env : source.file;
}

/** Where a person writes a setting: `charter.yaml under connections.acme.url`. */
function placeOf({ name, place }: ConnectionSettings, setting: string): string {
  return place ?? `charter.yaml under connections.${name}.${setting}`;
}

function missing(connection: ConnectionSettings, part: string, description: string, advice: string): Finding {
  const { name, place } = connection;
  const way = place === undefined ? "name another source in" : `write ${part} into`;
  return {
    code: "connection/no-credential",
    severity: "error",
    message: `The connection ${name} has no ${part} (${description.replace(/\.$/, "")}). ${advice}, or ${way} ${placeOf(connection, "credentials")}.`,
  };
}

/** Base URLs by host: the environment before the settings before the platform's own. */
export function resolveUrls(
  connection: ConnectionSettings,
  platform: Platform,
  env: Environment,
): { readonly urls: Readonly<Record<string, string>>; readonly findings: readonly Finding[] } {
  const urls: Record<string, string> = {};
  const findings: Finding[] = [];
  const hosts = Object.entries(platform.protocol.hosts);
  for (const [index, [host, { url: usual, like, vendor, description }]] of hosts.entries()) {
    const variable = variableName(connection.name, index === 0 ? "url" : `${host}_url`);
    const inherited = like === undefined ? undefined : urls[like];
    const url = env[variable]?.trim() || connection.urls[host] || usual || inherited;
    // What is wrong with the other host's URL has been said.
    if (url === undefined && like !== undefined && findings.length > 0) continue;
    if (url === undefined) {
      findings.push({
        code: "connection/no-url",
        severity: "error",
        message: `The connection ${connection.name} has no URL (${description}), and ${platform.title} has no usual one. Write it into ${placeOf(connection, "url")}, or set ${variable}.`,
      });
      continue;
    }
    const problem = problemOf(url) ?? unverified(url, vendor ?? [], connection, platform);
    if (problem === null) urls[host] = url;
    else
      findings.push({
        code: "connection/bad-url",
        severity: "error",
        message: `The URL of ${connection.name} ${problem}`,
      });
  }
  return { urls, findings };
}

/** Where a contract that is (partly) Charter's own would meet the makers' own server: not unasked. */
function unverified(
  text: string,
  vendor: readonly string[],
  connection: ConnectionSettings,
  platform: Platform,
): string | null {
  const host = URL.parse(text)?.hostname ?? "";
  const domain = vendor.find((each) => host === each || host.endsWith(`.${each}`));
  if (domain === undefined || connection.unverified === true) return null;
  const place = connection.place ?? `charter.yaml under connections.${connection.name}`;
  return `is one of ${domain}, where nobody has tried this contract. ${sentence(platform.contract.note)} To try it at your own risk, write unverified: true into ${place}.`;
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|.*\.localhost)$/;

/** A server on this very machine: a sandbox, which has no quota to protect. */
export function isLoopback(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && loopback.test(url.hostname);
}

/** What is wrong with a base URL; the URL itself is not repeated, since people put passwords into URLs. */
function problemOf(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    return "is not one: it must start with https:// and a host.";
  if (url.username !== "" || url.password !== "") {
    return "holds a user name or a password. Take them out; credentials have sources of their own.";
  }
  if (url.protocol === "http:" && !loopback.test(url.hostname)) {
    return `is plain http://, which would send the credential to ${url.hostname} for everybody to read. Use https://.`;
  }
  return null;
}

const variables = [
  ["http", "HTTP_PROXY"],
  ["https", "HTTPS_PROXY"],
  ["none", "NO_PROXY"],
] as const;

/** The proxies of the environment, in either spelling, as most programs read them. */
export function resolveProxies(env: Environment): {
  readonly proxy: ProxySettings;
  readonly findings: readonly Finding[];
} {
  const proxy: { -readonly [Name in keyof ProxySettings]: ProxySettings[Name] } = {};
  const findings: Finding[] = [];
  for (const [name, upper] of variables) {
    const variable = env[upper.toLowerCase()] ? upper.toLowerCase() : upper;
    const written = env[variable];
    if (!written) continue;
    // `proxy:3128` is `http://proxy:3128`, as most programs read it.
    const value = name === "none" || /^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `http://${written}`;
    const problem = name === "none" ? null : proxyProblem(value);
    if (problem === null) proxy[name] = value;
    else
      findings.push({ code: "connection/bad-proxy", severity: "error", message: `${variable} ${problem}` });
  }
  return { proxy, findings };
}
