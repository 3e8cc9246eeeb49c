/** What the vendor's clients send, command by command, and what they make of the answers (datica.md §4, §7). */
import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { acme, at, type Desk, E, O, open } from "./support.ts";
import { decode, type GoType, goError, goHeaders, type Reply, sendRaw, types } from "./wire.ts";

const seed = {
  ...acme,
  pods: ["pod01", "pod02"],
  environments: [...acme.environments, { id: "env-2", name: "staging", organization: O, pod: "pod02" }],
};

/** A Go client with its settings; `version` is that of its paths, normally empty. */
function goClient(desk: Desk, product?: string) {
  let token = "";
  let pod = "";
  const call = (method: string, path: string, body: unknown = null): Promise<Reply> =>
    sendRaw(
      `${desk.url}${path}`,
      method,
      goHeaders(token, pod, product),
      body === null ? null : JSON.stringify(body),
    );
  /** The decoded answer; throws what the client would print. */
  const convert = async (type: GoType | null, reply: Promise<Reply>): Promise<unknown> => {
    const { status, text } = await reply;
    if (status < 200 || status >= 300) throw new Error(goError({ status, text }));
    if (text === "" || type === null) return undefined;
    const value: unknown = JSON.parse(text);
    decode(type, value);
    return value;
  };
  const signin = async (identifier: string, password = "password"): Promise<unknown> => {
    // An old session is tried first; any refusal leads to a sign-in.
    const verified = await call("GET", "/auth/verify");
    if (verified.status === 200) return JSON.parse(verified.text);
    const answer = await convert(types.signin, call("POST", "/auth/signin", { identifier, password }));
    token = String(at(answer, "sessionToken") ?? "");
    return answer;
  };
  return {
    call,
    convert,
    signin,
    get: (type: GoType, path: string) => convert(type, call("GET", path)),
    use: (name: string) => {
      pod = name;
    },
    hold: (value: string) => {
      token = value;
    },
  };
}

async function signedIn(desk: Desk, email = "owner@example.com") {
  const client = goClient(desk);
  await client.signin(email);
  client.use("pod01");
  return client;
}

const emails = (list: unknown): unknown[] => (Array.isArray(list) ? list.map((one) => at(one, "email")) : []);

describe("the Datica CLI 4.4.1", () => {
  test("starts: pods before there is a session, with an empty bearer and an empty pod", async () => {
    const desk = await open(seed);
    const client = goClient(desk);
    expect(await client.get(types.pods, "/pods")).toEqual({ pods: [{ name: "pod01" }, { name: "pod02" }] });
    expect(desk.requests).toMatchObject([{ method: "GET", path: "/pods", user: null, status: 200 }]);
  });

  test("signs in: verify fails, then password", async () => {
    const desk = await open(seed);
    const client = goClient(desk);
    expect(await client.signin("owner@example.com")).toMatchObject({ id: "u-owner" });
    expect(desk.requests.map(({ path, status }) => [path, status])).toEqual([
      ["/auth/verify", 401],
      ["/auth/signin", 200],
    ]);
    // The second command finds the session.
    expect(await client.signin("owner@example.com")).toMatchObject({ id: "u-owner" });
    expect(desk.requests).toHaveLength(3);
  });

  test("prints a wrong password", async () => {
    const desk = await open(seed);
    const client = goClient(desk);
    await expect(client.signin("owner@example.com", "x")).rejects.toThrow(/^\(3011\) Bad Credentials: \S/);
  });

  test("asks for a one-time password", async () => {
    const users = [{ email: "mo@example.com", mfa: { type: "authenticator", code: "123456" } }];
    const desk = await open({ users });
    const client = goClient(desk);
    const first = await client.signin("mo@example.com");
    expect(first).toMatchObject({ mfaPreferredType: "authenticator" });
    const path = `/auth/signin/mfa/${at(first, "mfaID")}`;
    const user = await client.convert(types.user, client.call("POST", path, { otp: "123456" }));
    client.hold(String(at(user, "sessionToken")));
    expect(await client.get(types.user, "/auth/verify")).toMatchObject({ email: "mo@example.com" });
  });

  test("environments list: pod by pod", async () => {
    const desk = await open(seed);
    const client = await signedIn(desk);
    const found: unknown[] = [];
    for (const pod of ["pod01", "pod02"]) {
      client.use(pod);
      found.push(await client.get(types.environments, "/environments"));
    }
    expect(found).toMatchObject([[{ id: E, name: "production", organizationId: O }], [{ id: "env-2" }]]);
  });

  test("environments list: a pod that fails is passed over", async () => {
    const desk = await open({ ...seed, pods: ["pod01", { name: "pod02", down: true }] });
    const client = await signedIn(desk);
    client.use("pod02");
    await expect(client.get(types.environments, "/environments")).rejects.toThrow(
      /^\(5003\) Service Unavail/,
    );
    client.use("pod01");
    expect(await client.get(types.environments, "/environments")).toHaveLength(1);
  });

  test("environments rename", async () => {
    const desk = await open(seed);
    const client = await signedIn(desk, "admin@example.com");
    await client.convert(null, client.call("PUT", `/environments/${E}`, { name: "live" }));
    expect(await client.get(types.environments, "/environments")).toMatchObject([{ name: "live" }]);
  });

  test("users list: members and the groups that they are in", async () => {
    const desk = await open(seed);
    const client = await signedIn(desk, "member@example.com");
    expect(emails(await client.get(types.orgUsers, `/orgs/${O}/users`))).toContain("owner@example.com");
    const groups = await client.get(types.groups, `/acls/${O}/groups`);
    expect(at(groups, "groups", 0, "members", 0, "email")).toBe("grouped@example.com");
  });

  test("users rm: the id by exact mail, then delete", async () => {
    const desk = await open(seed);
    const client = await signedIn(desk);
    const list = await client.get(types.orgUsers, `/orgs/${O}/users`);
    const one = Array.isArray(list) && list.find((user) => at(user, "email") === "member@example.com");
    expect(await client.convert(null, client.call("DELETE", `/orgs/${O}/users/${at(one, "id")}`))).toBe(
      undefined,
    );
    expect(emails(await client.get(types.orgUsers, `/orgs/${O}/users`))).not.toContain("member@example.com");
  });

  test("users rm: what it prints when it may not", async () => {
    const client = await signedIn(await open(seed), "member@example.com");
    await expect(client.convert(null, client.call("DELETE", `/orgs/${O}/users/u-owner`))).rejects.toThrow(
      /^\(4003\) Forbidden: /,
    );
  });

  test("invites send, list, rm", async () => {
    const desk = await open(seed);
    const client = await signedIn(desk, "admin@example.com");
    const body = {
      email: "guest@example.com",
      role: 5,
      linkTemplate: `${desk.url}/accept-invite?code={inviteCode}`,
    };
    await client.convert(null, client.call("POST", `/orgs/${O}/invites`, body));
    const list = await client.get(types.invites, `/orgs/${O}/invites`);
    expect(emails(list)).toEqual(["new@example.com", "guest@example.com"]);
    await client.convert(null, client.call("DELETE", `/orgs/${O}/invites/${at(list, 1, "id")}`));
    expect(emails(await client.get(types.invites, `/orgs/${O}/invites`))).toEqual(["new@example.com"]);
    await expect(
      client.convert(null, client.call("DELETE", `/orgs/${O}/invites/${at(list, 1, "id")}`)),
    ).rejects.toThrow(/^\(4004\) Not Found: /);
  });

  test("invites list where there are none is a list all the same", async () => {
    const orgs = seed.orgs.map((org) => ({ ...org, invites: [] }));
    const client = await signedIn(await open({ ...seed, orgs }));
    expect(await client.get(types.invites, `/orgs/${O}/invites`)).toEqual([]);
  });

  test("invites accept: an empty body, and an answer of strings only", async () => {
    const desk = await open(seed);
    const client = await signedIn(desk, "outsider@example.com");
    const reply = client.call("POST", "/orgs/accept-invite/code-1");
    expect(await client.convert(types.accepted, reply)).toEqual({ orgID: O });
    expect(emails(await client.get(types.orgUsers, `/orgs/${O}/users`))).toContain("outsider@example.com");
  });

  test("keys add, list, rm", async () => {
    const client = await signedIn(await open(seed));
    const key = { name: "desk", key: "ssh-rsa AAAAB3NzaC1yc2E=\n" };
    await client.convert(null, client.call("POST", "/keys", key));
    expect(await client.get(types.keys, "/keys")).toContainEqual(key);
    await client.convert(null, client.call("DELETE", "/keys/desk"));
    expect(await client.get(types.keys, "/keys")).toHaveLength(1);
  });

  test("logout, then no session", async () => {
    const client = await signedIn(await open(seed));
    await client.convert(null, client.call("DELETE", "/auth/signout"));
    await expect(client.get(types.user, "/auth/verify")).rejects.toThrow(/^\(3001\) Unauthorized: /);
  });
});

describe("the Catalyze CLI 3.4.0", () => {
  const product = "catalyze-cli-3.4.0";

  test("users list: roles by name, the least first", async () => {
    const client = goClient(await open(seed), product);
    await client.signin("owner@example.com");
    const names = new Map<unknown, unknown>();
    const roles = await client.get(types.roles, "/orgs/roles");
    for (const role of Array.isArray(roles) ? roles : []) names.set(at(role, "id"), at(role, "name"));
    const list = await client.get(types.orgUsers, `/orgs/${O}/users`);
    const users: unknown[] = Array.isArray(list) ? list : [];
    users.sort((one, other) => Number(at(other, "roleID")) - Number(at(one, "roleID")));
    expect(users.map((one) => names.get(at(one, "roleID")))).toEqual([
      "member",
      "member",
      "member",
      "admin",
      "owner",
    ]);
  });

  test.each([
    // The flag -a passes its arguments in the wrong order, so the role's name is never found.
    ["production", 5],
    ["admin", 3],
    ["Member", 5],
  ])(
    "invites send looks the role %s up by its name, in lower case, and falls back to 5",
    async (name, id) => {
      const desk = await open(seed);
      const client = goClient(desk, product);
      await client.signin("owner@example.com");
      const roles = await client.get(types.roles, "/orgs/roles");
      const found = Array.isArray(roles)
        ? roles.find((role) => String(at(role, "name")).toLowerCase() === name.toLowerCase())
        : undefined;
      const role = found === undefined ? 5 : at(found, "id");
      expect(role).toBe(id);
      const linkTemplate = `${desk.url}/accept-invite?code={inviteCode}`;
      const body = { email: "guest@example.com", role, linkTemplate };
      await client.convert(null, client.call("POST", `/orgs/${O}/invites`, body));
      expect(await client.get(types.invites, `/orgs/${O}/invites`)).toMatchObject([{}, { roleID: id }]);
    },
  );
});

describe("datikube", () => {
  /** No pod, no version, no bearer without a token, and a body in any case. */
  const send = (desk: Desk, method: string, path: string, token: string, body: unknown): Promise<Reply> => {
    const headers = {
      Accept: "application/json",
      "Content-Type": "application/json",
      "X-Request-Nonce": randomBytes(32).toString("base64"),
      "X-Request-Timestamp": String(Math.floor(Date.now() / 1000)),
      ...(token === "" ? {} : { Authorization: `Bearer ${token}` }),
    };
    return sendRaw(`${desk.url}${path}`, method, headers, JSON.stringify(body));
  };

  test("signs in and verifies, with the body null", async () => {
    const desk = await open(seed);
    const credentials = { identifier: "owner@example.com", password: "password" };
    const { status, text } = await send(desk, "POST", "/auth/signin", "", credentials);
    expect(status).toBe(200);
    const user: unknown = JSON.parse(text);
    decode(types.signin, user);
    const verified = await send(desk, "GET", "/auth/verify", String(at(user, "sessionToken")), null);
    expect(verified.status).toBe(200);
    decode(types.user, JSON.parse(verified.text));
    expect(desk.requests.at(-1)).toMatchObject({ method: "GET", user: "owner@example.com" });
    expect((await send(desk, "GET", "/pods", "", null)).status).toBe(200);
  });

  test("takes 401 for an expired session", async () => {
    const desk = await open(seed);
    expect((await send(desk, "GET", "/auth/verify", "old", null)).status).toBe(401);
  });

  test("asks again on 3011, with the message", async () => {
    const desk = await open(seed);
    const { status, text } = await send(desk, "POST", "/auth/signin", "", {
      identifier: "x@y",
      password: "z",
    });
    expect(status).not.toBe(200);
    const error: unknown = JSON.parse(text);
    decode({ struct: { code: "int", message: "string" } }, error);
    expect(error).toMatchObject({ code: 3011, message: expect.stringMatching(/\S/) });
  });

  test("completes a second step", async () => {
    const desk = await open({ users: [{ email: "mo@example.com", mfa: { type: "email", code: "9" } }] });
    const credentials = { identifier: "mo@example.com", password: "password" };
    const first: unknown = JSON.parse((await send(desk, "POST", "/auth/signin", "", credentials)).text);
    decode(types.signin, first);
    const path = `/auth/signin/mfa/${at(first, "mfaID")}`;
    const { status, text } = await send(desk, "POST", path, "", { otp: "9" });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ email: "mo@example.com", sessionToken: expect.any(String) });
  });
});

describe("the Python client", () => {
  const relaxed = { ...seed, settings: { requireNonce: false } };
  const send = (desk: Desk, method: string, path: string, token: string | null, body: unknown = null) => {
    const headers = {
      "X-Api-Key": "key",
      Accept: "application/json",
      "Content-Type": "application/json",
      ...(token === null ? {} : { Authorization: `Bearer ${token}`, "X-CLI-Version": "1.4.2" }),
    };
    return sendRaw(`${desk.url}${path}`, method, headers, body === null ? null : JSON.stringify(body));
  };
  const signin = async (desk: Desk) => {
    const body = { username: "owner@example.com", password: "password" };
    const { status, text } = await send(desk, "POST", "/v2/auth/signin", null, body);
    expect(status).toBe(200);
    const answer: unknown = JSON.parse(text);
    expect(answer).toMatchObject({ usersId: "u-owner" });
    return String(at(answer, "sessionToken"));
  };

  test("signs in without nonce and timestamp, and verifies", async () => {
    const desk = await open(relaxed);
    const token = await signin(desk);
    expect((await send(desk, "GET", "/v2/auth/verify", token)).status).toBe(200);
    expect((await send(desk, "GET", "/v2/auth/verify", "old")).status).toBe(401);
  });

  test("is refused where nonces are required", async () => {
    const desk = await open(seed);
    const body = { username: "owner@example.com", password: "password" };
    expect((await send(desk, "POST", "/v2/auth/signin", null, body)).status).toBe(400);
  });

  test("lists, adds and removes the users of an environment, by id and without a pod", async () => {
    const desk = await open(relaxed);
    const token = await signin(desk);
    const users = `/v1/environments/${E}/users`;
    const list = async () => JSON.parse((await send(desk, "GET", users, token)).text);
    expect(await list()).toEqual({ users: ["u-granted"] });
    // Empty answers are taken as None; all others must be JSON.
    expect((await send(desk, "POST", `${users}/u-member`, token, {})).text).toBe("");
    expect(await list()).toEqual({ users: ["u-granted", "u-member"] });
    expect((await send(desk, "DELETE", `${users}/u-granted`, token)).text).toBe("");
    expect(await list()).toEqual({ users: ["u-member"] });
  });

  test("reads refusals as a list of errors with title and description", async () => {
    const desk = await open(relaxed);
    const body = { username: "owner@example.com", password: "wrong" };
    const { text } = await send(desk, "POST", "/v2/auth/signin", null, body);
    const error: unknown = JSON.parse(text);
    expect(at(error, "errors")).toEqual([
      {
        title: "Bad Credentials",
        description: at(error, "description"),
        message: at(error, "message"),
        code: 3011,
      },
    ]);
  });
});

describe("how the vendor's client is pointed here", () => {
  test("both hosts, credentials and a settings file of its own", async () => {
    const { sandboxes } = await import("../../../src/sandbox/registry.ts");
    const definition = sandboxes.get("datica");
    const credentials = { email: "alice@example.com", password: "p" };
    expect(definition?.environment?.("http://127.0.0.1:4000", credentials, "/scratch")).toEqual({
      client: "datica",
      variables: {
        AUTH_HOST: "http://127.0.0.1:4000",
        PAAS_HOST: "http://127.0.0.1:4000",
        ACCOUNTS_HOST: "http://127.0.0.1:4000",
        DATICA_EMAIL: "alice@example.com",
        DATICA_PASSWORD: "p",
        DATICA_CONFIG_FILE: "/scratch/.datica",
      },
      unset: ["AUTH_HOST_VERSION", "PAAS_HOST_VERSION", "DATICA_ENV"],
    });
  });
});
