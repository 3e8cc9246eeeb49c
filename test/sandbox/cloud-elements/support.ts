/** A sandbox of Cloud Elements over a real socket, and people who ask it things. */
import type { Sandbox } from "../../../src/sandbox/server.ts";
import { type Json, type Options, record, records, start, withWays } from "../harness/open.ts";

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** The JSON of the answer; null where it has none. */
  readonly json: unknown;
  readonly headers: Headers;
}

export interface Desk extends Sandbox {
  /**
   * Asks as somebody, with both secrets: `ask("alice@acme.io", "POST", "/accounts", {…})`. Without a body nothing is
   * sent, not even a content type.
   */
  readonly ask: (
    who: string,
    method: string,
    path: string,
    body?: unknown,
    headers?: Headers_,
  ) => Promise<Answer>;
  /** The same without signing in. */
  readonly knock: (method: string, path: string, body?: unknown, headers?: Headers_) => Promise<Answer>;
}

type Headers_ = Readonly<Record<string, string>>;

export const base = "/elements/api-v2";

/** One field of every element of a list. */
export function each(answer: Answer, name: string): unknown[] {
  return records(answer.json).map((one) => one[name]);
}

export function idOf(answer: Answer): number {
  return Number(record(answer.json)["id"]);
}

export function message(answer: Answer): unknown {
  return record(answer.json)["message"];
}

/** The header that the vendor's clients send (cloud-elements.md §4). */
export function secretsOf(sandbox: Pick<Sandbox, "credentials">, who: string): string {
  const { userSecret, organizationSecret } = sandbox.credentials(who);
  return `User ${userSecret}, Organization ${organizationSecret}`;
}

/** Starts a sandbox that ends with the test. */
export async function open(seed?: unknown, options: Options = {}): Promise<Desk> {
  const sandbox = await start("cloud-elements", seed, options);
  const knock: Desk["knock"] = async (method, path, body, headers = {}) => {
    const response = await fetch(sandbox.url + (path.startsWith("/elements/") ? "" : base) + path, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : null;
    return { status: response.status, text, json, headers: response.headers };
  };
  const ask: Desk["ask"] = (who, method, path, body, headers = {}) =>
    knock(method, path, body, { authorization: secretsOf(sandbox, who), ...headers });
  return withWays(sandbox, { ask, knock });
}

/** Mails of the people in the seed below. */
export const [boss, clerk, admin, member, stranger] = [
  "boss@acme.io",
  "clerk@acme.io",
  "admin@shop.io",
  "member@shop.io",
  "stranger@other.io",
];

export const ids = {
  acme: 100,
  home: 1000,
  shop: 1001,
  empty: 1002,
  boss: 10_000,
  clerk: 10_001,
  admin: 10_002,
  member: 10_003,
} as const;

/**
 * boss administers the organization, clerk is a plain user of its default account; admin administers the account of
 * a customer, member is a plain user there. Account 1 and user 1 belong to another organization.
 */
export const acme = {
  organizations: [
    {
      id: ids.acme,
      name: "Acme",
      accounts: [
        {
          id: ids.home,
          externalId: "home",
          default: true,
          users: [
            { id: ids.boss, email: boss, firstName: "Beatrix", lastName: "Boss", roles: ["org-admin"] },
            { id: ids.clerk, email: clerk, firstName: "Cyril", lastName: "Clerk" },
          ],
        },
        {
          id: ids.shop,
          externalId: "shop",
          name: "Shop",
          users: [
            { id: ids.admin, email: admin, firstName: "Ada", lastName: "Lovelace", roles: ["admin"] },
            { id: ids.member, email: member, firstName: "Mina", lastName: "Murray" },
          ],
        },
        { id: ids.empty, externalId: "empty" },
      ],
    },
    {
      id: 1,
      name: "Other",
      accounts: [
        {
          id: 1,
          externalId: "other",
          default: true,
          users: [{ id: 1, email: stranger, firstName: "Stan", lastName: "Strange", roles: ["org-admin"] }],
        },
      ],
    },
  ],
};

/** A body that makes a user, whatever the policy of the vendor says. */
export function newUser(name: string, more: Json = {}): Json {
  return { firstName: name, lastName: "Newcomer", email: `${name}@new.io`, password: "Passw0rd!", ...more };
}

/** The roles of the caller's organization, by key. */
export async function rolesByKey(desk: Desk, who = boss): Promise<ReadonlyMap<string, Json>> {
  const answer = await desk.ask(who, "GET", "/organizations/roles");
  return new Map(records(answer.json).map((role) => [String(role["key"]), role]));
}

/** The keys of the privileges of a role as an answer shows it. */
export function privilegesOf(role: Json | undefined): string[] {
  return records(role?.["privileges"]).map(({ key }) => String(key));
}

/** The colours that a branding must have. */
const colours = [
  "headerColor",
  "bodyColor",
  "themePrimaryColor",
  "themeSecondaryColor",
  "themeHighlightColor",
  "buttonPrimaryBackgroundColor",
  "buttonPrimaryTextColor",
  "buttonSecondaryBackgroundColor",
  "buttonSecondaryTextColor",
  "buttonDeleteBackgroundColor",
  "buttonDeleteTextColor",
  "logoBackgroundColor",
  "topBarBackgroundColor",
  "navigationBackgroundColor",
  "contextBackgroundColor",
];

/** The least that a branding can be. */
export const branding: Json = {
  headerFont: "Helvetica",
  bodyFont: "Helvetica",
  ...Object.fromEntries(colours.map((name) => [name, "#586f75"])),
};
