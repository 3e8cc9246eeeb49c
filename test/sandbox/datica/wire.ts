/** Requests as the vendor's clients write them, and answers decoded as strictly as they decode. */
import { randomBytes } from "node:crypto";
import { request } from "node:http";

export interface Reply {
  readonly status: number;
  readonly text: string;
}

/** Sends these headers as they are spelled; unlike fetch, also a body with GET. */
export function sendRaw(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: string | null,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const length = body === null ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
    const sent = request(url, { method, headers: { ...headers, ...length } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      );
    });
    sent.on("error", reject);
    sent.end(body ?? undefined);
  });
}

/** What the Go clients put on every request (datica.md §4). */
export function goHeaders(token: string, pod: string, product = "datica-cli-4.4.1"): Record<string, string> {
  return {
    Accept: "application/json",
    "Content-Type": "application/json",
    Authorization: `Bearer ${token}`,
    "X-CLI-Version": "4.4.1",
    "X-Pod-ID": pod,
    "X-Request-Nonce": randomBytes(32).toString("base64"),
    "X-Request-Timestamp": String(Math.floor(Date.now() / 1000)),
    "User-Agent": `${product} linux 64-bit `,
  };
}

/** A Go type: `string`, `int`, `bool`, a slice, a map of strings or a struct. */
export type GoType = "string" | "int" | "bool" | { slice: GoType } | { map: GoType } | { struct: GoStruct };
type GoStruct = { readonly [field: string]: GoType };

/**
 * Fails where Go's encoding/json would: another type. Null and missing fields are taken; a field that the client
 * follows without looking is marked with `!`, and must be there.
 */
export function decode(type: GoType, value: unknown, path = "$"): void {
  if (value === null) return;
  if (typeof type === "string") {
    const fits =
      type === "int" ? Number.isSafeInteger(value) : typeof value === (type === "bool" ? "boolean" : type);
    if (!fits) throw unfit(value, path);
  } else if ("slice" in type) {
    if (!Array.isArray(value)) throw unfit(value, path);
    for (const [index, one] of value.entries()) decode(type.slice, one, `${path}[${index}]`);
  } else {
    if (typeof value !== "object" || Array.isArray(value)) throw unfit(value, path);
    const fields = new Map<string, unknown>(Object.entries(value));
    if ("map" in type) for (const [name, one] of fields) decode(type.map, one, `${path}.${name}`);
    else for (const [marked, inner] of Object.entries(type.struct)) decodeField(marked, inner, fields, path);
  }
}

function decodeField(marked: string, type: GoType, fields: ReadonlyMap<string, unknown>, path: string): void {
  const name = marked.replace(/!$/, "");
  const value = fields.get(name) ?? null;
  if (marked !== name && value === null) throw new Error(`nil pointer dereference: ${path}.${name}`);
  decode(type, value, `${path}.${name}`);
}

function unfit(value: unknown, path: string): Error {
  return new Error(`json: cannot unmarshal ${JSON.stringify(value)} into ${path}`);
}

const user: GoType = { struct: { id: "string", name: "string", email: "string", sessionToken: "string" } };
const group: GoType = {
  struct: {
    name: "string",
    acls: { slice: "string" },
    protected: "bool",
    "members!": { slice: { struct: { id: "string", email: "string" } } },
  },
};

/** What each answer is decoded into. */
export const types = {
  user,
  signin: {
    struct: {
      id: "string",
      name: "string",
      email: "string",
      sessionToken: "string",
      mfaID: "string",
      mfaTypes: { slice: "string" },
      mfaPreferredType: "string",
      mfaChallenge: "string",
    },
  },
  pods: { struct: { "pods!": { slice: { struct: { name: "string" } } } } },
  environments: {
    slice: {
      struct: { id: "string", name: "string", pod: "string", namespace: "string", organizationId: "string" },
    },
  },
  orgUsers: { slice: { struct: { id: "string", name: "string", email: "string", roleID: "int" } } },
  roles: { slice: { struct: { id: "int", name: "string" } } },
  invites: {
    slice: {
      struct: {
        id: "string",
        orgID: "string",
        senderID: "string",
        roleID: "int",
        email: "string",
        consumed: "bool",
        revoked: "bool",
      },
    },
  },
  accepted: { map: "string" },
  groups: { struct: { "groups!": { slice: group } } },
  keys: { slice: { struct: { name: "string", key: "string" } } },
} as const satisfies Record<string, GoType>;

/** What the newest Go client prints of a refusal: `(code) Title: Description`, else `(code) message`. */
export function goError({ status, text }: Reply): string {
  const error: unknown = JSON.parse(text);
  decode({ struct: { title: "string", description: "string", code: "int" } }, error);
  decode({ struct: { id: "int", message: "string" } }, error);
  const fields = new Map(typeof error === "object" && error !== null ? Object.entries(error) : []);
  const word = (name: string): string => String(fields.get(name) ?? "");
  if (word("title") !== "" && word("description") !== "") {
    return `(${word("code")}) ${word("title")}: ${word("description")}`;
  }
  return word("message") === "" ? `(${status}) ${text}` : `(${word("id")}) ${word("message")}`;
}
