/** A Cloud Console over a real socket, and people who ask it things. */
import { request } from "undici";
import { expect } from "vitest";
import type { Sandbox } from "../../../src/sandbox/server.ts";
import { type Options, start, withWays } from "../harness/open.ts";

export interface Answer {
  readonly status: number;
  /** The JSON of the answer; undefined where it is empty. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface Desk extends Sandbox {
  /** Asks as a person by the sheet's notation: `ask("alice", "PUT I(vienna) ${org}/projects/${id}", {…})`. */
  readonly ask: (who: string, what: string, body?: unknown) => Promise<Answer>;
  /** The status and the code of an answer: `409 org_has_projects`, `200`. */
  readonly verdict: (who: string, what: string, body?: unknown) => Promise<string>;
  /** The ids of what waits for a person. */
  readonly links: (who: string) => Promise<string[]>;
}

/** `alice` → `alice@example.com`. */
export const mail = (name: string): string => `${name}@example.com`;

/** Readable ids: one pair of hexadecimal digits, repeated. */
export const uuid = (pair: string): string =>
  [pair.repeat(4), pair.repeat(2), pair.repeat(2), pair.repeat(2), pair.repeat(6)].join("-");
export const projectId = (pair: string): string => pair.repeat(16);

/** The path of a call: `E orgs` → `/v1.0/invoke/gotham-enterprises/method/orgs`. */
export function pathOf(what: string): string {
  const [, directory, region, rest = ""] = /^(?:(E|B)|I\((.+?)\)) (.*)$/s.exec(what) ?? [];
  const service = directory === "E" ? "enterprises" : "bank";
  const app = region === undefined ? service : `${region}-identity`;
  return `/v1.0/invoke/gotham-${app}/method/${rest}`;
}

/** The two headers of a person (cloud-console.md §4). */
export function headersOf(sandbox: Sandbox, who: string): Record<string, string> {
  const token = sandbox.tokens[mail(who)];
  if (token === undefined) throw new Error(`Nobody is called ${who}`);
  return { authorization: `Bearer ${token}`, access: `Bearer ${token}-access` };
}

export function record(value: unknown): Readonly<Record<string, unknown>> {
  expect(value).toBeTypeOf("object");
  return Object.fromEntries(Object.entries(value ?? {}));
}

export function records(value: unknown): Readonly<Record<string, unknown>>[] {
  expect(value).toBeInstanceOf(Array);
  return Array.isArray(value) ? value.map(record) : [];
}

/** One field of every element of a list. */
export const column = (answer: Answer, name: string): unknown[] =>
  records(answer.body).map((row) => row[name]);

/** Starts a sandbox that ends with the test. */
export async function open(seed?: unknown, options: Options = {}): Promise<Desk> {
  const sandbox = await start("cloud-console", seed, options);
  const ask: Desk["ask"] = async (who, what, body) => {
    const method = what.slice(0, what.indexOf(" "));
    const answer = await request(sandbox.url + pathOf(what.slice(method.length + 1)), {
      method,
      headers: headersOf(sandbox, who),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: text === "" ? undefined : JSON.parse(text),
    };
  };
  const verdict: Desk["verdict"] = async (who, what, body) => {
    const answer = await ask(who, what, body);
    return answer.status === 200 ? "200" : `${answer.status} ${String(record(answer.body)["code"])}`;
  };
  const links: Desk["links"] = async (who) =>
    column(await ask(who, "GET E invitations"), "id").map((id) => String(id));
  return withWays(sandbox, { ask, verdict, links });
}

export const acme = uuid("ac");
export const team = uuid("7e");
export const lab = uuid("1a");
export const site = projectId("51");
export const tools = projectId("70");

const everybody = ["alice", "bob", "carol", "dave", "erin", "frank", "grace"];

export const userId = (name: string): string => uuid(`${everybody.indexOf(name)}0`);

export const users = everybody.map((name) => ({ email: mail(name), id: userId(name), fullName: name }));

/**
 * alice owns Acme, bob administers it, carol is a member by the group team, dave sees the bills, erin is invited to
 * administer and frank into team; grace is a stranger.
 */
export const world = {
  users,
  organizations: [
    {
      id: acme,
      name: "Acme",
      owner: mail("alice"),
      administrators: [mail("bob")],
      invitedAdministrators: [mail("erin")],
      billingAdministrators: [mail("dave")],
      projects: [
        { id: site, name: "site" },
        { id: tools, name: "tools", region: "Vienna" },
      ],
      groups: [
        { id: team, name: "team", projects: ["site"], members: [mail("carol")], invited: [mail("frank")] },
        { id: lab, name: "lab", projects: ["tools"] },
      ],
    },
  ],
};
