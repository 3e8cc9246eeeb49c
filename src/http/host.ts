import type { Failure, Protocol, Request } from "../model/protocol.ts";
import type { Value } from "../model/value.ts";
import { failure } from "./failure.ts";

/** Where a host of a protocol is. */
export interface Base {
  readonly origin: string;
  /** Path of the base URL without its last slash. */
  readonly prefix: string;
  /** `api.example.com`, with the port where it is not the usual one. */
  readonly label: string;
}

/** The base URL of a host, or what is wrong with the one that was configured. */
export function baseOf(
  protocol: Protocol,
  name: string,
  urls: Readonly<Record<string, string>>,
  connection: string,
): Base | Failure {
  const host = Object.hasOwn(protocol.hosts, name) ? protocol.hosts[name] : undefined;
  if (host === undefined) throw new Error(`the protocol has no host ${name}`);
  const text = (Object.hasOwn(urls, name) ? urls[name] : undefined) ?? host.url;
  const bad = (why: string): Failure =>
    failure("unreachable", "BadUrl", `The URL of host ${name} of connection ${connection} ${why}`);
  if (text === undefined)
    return bad("is not set, and the platform has no usual one. Set it in charter.yaml.");
  if (!URL.canParse(text)) return bad("is not a URL. Write it like https://api.example.com.");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return bad("must begin with https:// or http://.");
  if (url.username !== "" || url.password !== "") {
    return bad("holds a user name or password. Credentials come from environment variables or files.");
  }
  if (url.search !== "" || url.hash !== "") return bad("must not hold a query (?) or a fragment (#).");
  return { origin: url.origin, prefix: url.pathname.replace(/\/+$/, ""), label: url.host };
}

/** The path of a request with its query; null where it would lead elsewhere (`..`) or cannot be written (half a character). */
export function targetOf(request: Request): string | null {
  const { path, query } = request;
  if (!path.startsWith("/") || /[?#\\\p{Cs}]/u.test(path)) return null;
  if (path.includes("/.") && path.split("/").some((part) => part === "." || part === "..")) return null;
  if (query === undefined) return path;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) search.append(name, scalar(name, item));
  }
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}

function scalar(name: string, value: Value): string {
  if (typeof value === "object")
    throw new Error(`query parameter ${name} must be a text, a number or a boolean`);
  return String(value);
}
