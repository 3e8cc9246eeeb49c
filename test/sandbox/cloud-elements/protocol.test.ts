/** Headers, envelopes, statuses and bad input (cloud-elements.md §3, §4, §7). */
import { describe, expect, test } from "vitest";
import { record } from "../harness/open.ts";
import { acme, base, boss, clerk, ids, member, message, open, secretsOf } from "./support.ts";

const exposed =
  "Elements-Returned-Count, Elements-Total-Count, Elements-Request-Id, Elements-Next-Page-Token, Elements-Trace-Id, Elements-Error, Content-Disposition";

describe("every answer", () => {
  test.each([
    ["a success", "GET", "/organizations/me", 200],
    ["a list", "GET", "/accounts", 200],
    ["an empty answer", "PUT", "/organizations/roles/reset", 200],
    ["a refusal", "GET", "/accounts/-1", 404],
    ["an unknown route", "GET", "/nowhere", 404],
  ])("%s has an id, and says which headers it shows to pages", async (_what, method, path, status) => {
    const { ask } = await open(acme);
    const answer = await ask(boss, method, path, undefined, { origin: "https://console.io" });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("elements-request-id")).toMatch(/^[0-9a-f]{24}$/);
    expect(answer.headers.get("elements-trace-id")).toMatch(/^[0-9a-f]{24}$/);
    expect(answer.headers.get("access-control-expose-headers")).toBe(exposed);
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://console.io");
    expect(answer.headers.get("elements-error")).toBe(status === 200 ? null : "true");
  });

  test("of refusal is a map of two: the id of the header, and a sentence", async () => {
    const { ask, knock } = await open(acme);
    for (const answer of [await ask(boss, "GET", "/accounts/-1"), await knock("GET", "/accounts")]) {
      const { requestId, ...rest } = record(answer.json);
      expect(requestId).toBe(answer.headers.get("elements-request-id"));
      expect(rest).toEqual({ message: expect.any(String) });
    }
    expect(message(await ask(boss, "GET", "/accounts/-1"))).toBe("No account found with the given id -1");
  });

  test("ids are new each time", async () => {
    const { ask } = await open(acme);
    const seen = new Set<unknown>();
    for (let n = 0; n < 5; n += 1)
      seen.add((await ask(boss, "GET", "/accounts")).headers.get("elements-request-id"));
    expect(seen.size).toBe(5);
  });
});

describe("pages outside of the API", () => {
  test("the sign-in page may not be framed, the documentation may", async () => {
    const { knock } = await open(acme);
    const page = await knock("GET", "/elements/jsp/login.jsp");
    expect([page.status, page.headers.has("x-frame-options")]).toEqual([200, true]);
    expect(page.headers.get("content-type")).toContain("text/html");
    const documentation = await knock("GET", "/elements/api-docs");
    expect([documentation.status, documentation.headers.has("x-frame-options")]).toEqual([200, false]);
  });

  test.each(["/elements/nowhere", "/elements/", "/elements/jsp/other.jsp"])(
    "%s is not there",
    async (path) => {
      const { knock } = await open(acme);
      expect((await knock("GET", path)).status).toBe(404);
    },
  );
});

describe("routes that there are not", () => {
  test.each([
    ["GET", "/nowhere"],
    ["GET", "/accounts/1000/nothing"],
    ["GET", "/users/1/roles/admin/x"],
    ["POST", "/organizations"],
    ["GET", "/elements/sfdc"],
    ["GET", "/formulas"],
    ["GET", "/instances"],
  ])("%s %s", async (method, path) => {
    const { ask } = await open(acme);
    expect((await ask(boss, method, path)).status).toBe(404);
  });

  test("there is no way to delete an organization", async () => {
    const { ask } = await open(acme);
    expect((await ask(boss, "DELETE", "/organizations/me")).status).toBe(405);
  });

  test.each([
    ["POST", "/users", "GET"],
    ["POST", "/organizations/me", "GET, PUT"],
    ["PATCH", "/organizations/branding", "GET, PUT, DELETE"],
    ["GET", "/organizations/branding/logo", "PATCH"],
    ["PUT", "/organizations/identity-providers/5", "GET, PATCH, DELETE"],
    ["GET", "/authentication", "POST"],
    ["DELETE", "/audit-logs", "GET"],
  ])("%s %s: 405, allowed are %s", async (method, path, allowed) => {
    const { ask } = await open(acme);
    const answer = await ask(boss, method, path);
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, allowed]);
    expect(answer.json).toEqual({ requestId: expect.any(String), message: expect.any(String) });
  });
});

describe("bodies", () => {
  /** Sends text as it is. */
  const send = async (
    method: string,
    path: string,
    body: string,
    type: string | null = "application/json",
  ) => {
    const desk = await open(acme);
    const response = await fetch(desk.url + base + path, {
      method,
      headers: { authorization: secretsOf(desk, boss), ...(type === null ? {} : { "content-type": type }) },
      body: type === null ? new Blob([body]) : body,
    });
    return { status: response.status, text: await response.text() };
  };
  const account = JSON.stringify({ externalId: "x" });

  test.each([
    ["application/json", 200],
    ["application/json; charset=utf-8", 200],
    ["application/vnd.ce+json", 200],
    [null, 200],
    ["text/plain", 415],
    ["application/x-www-form-urlencoded", 415],
    ["text/json", 415],
  ])("of type %s: %i", async (type, status) => {
    expect((await send("POST", "/accounts", account, type)).status).toBe(status);
  });

  test.each(["", "{", "nonsense", '{"externalId":}', "[", "undefined"])("%j is no JSON", async (text) => {
    expect((await send("POST", "/accounts", text)).status).toBe(400);
  });

  test.each(["null", "[]", '"x"', "5", "true"])("%s is no map", async (text) => {
    for (const [method, path] of [
      ["POST", "/accounts"],
      ["PATCH", `/accounts/${ids.shop}`],
      ["PUT", `/accounts/${ids.shop}`],
      ["POST", "/organizations/users"],
      ["PATCH", `/users/${ids.clerk}`],
      ["PUT", "/organizations/password-policies"],
      ["PUT", "/organizations/branding"],
      ["PUT", "/organizations/roles/1"],
      ["POST", "/authentication/passwords"],
      ["POST", "/accounts/identity-providers"],
    ] as const) {
      expect([path, (await send(method, path, text)).status]).toEqual([path, 400]);
    }
  });

  test.each(["null", "{}", "nonsense"])("that nobody asks for may be %s", async (text) => {
    expect((await send("PUT", `/users/${ids.clerk}/roles/admin`, text)).status).toBe(200);
    expect((await send("PUT", "/organizations/roles/reset", text)).status).toBe(200);
    expect((await send("DELETE", `/users/${ids.clerk}`, text)).status).toBe(200);
  });

  test("__proto__ and the like are keys as others are", async () => {
    const odd = '{"externalId":"x","__proto__":{"name":"evil"},"constructor":5,"toString":null}';
    const answer = await send("POST", "/accounts", odd);
    expect([answer.status, JSON.parse(answer.text).name]).toEqual([200, "x"]);
    expect((await send("POST", "/accounts", '{"__proto__":{"externalId":"x"}}')).status).toBe(400);
    expect((await send("PUT", "/organizations/roles/1", '{"privileges":[{"key":"__proto__"}]}')).status).toBe(
      200,
    );
  });

  test("may hold whatever text", async () => {
    const name = "\u0000\u001b[31m <b>&amp; 'x' \u202e\ud800 \u{1f980}";
    const answer = await send("POST", "/accounts", JSON.stringify({ externalId: "x", name }));
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text).name).toContain("\u{1f980}");
  });

  test("over 8 MB are too many", async () => {
    const huge = JSON.stringify({ externalId: "x", description: "x".repeat(8 * 1024 * 1024) });
    const answer = await send("POST", "/accounts", huge);
    expect([answer.status, JSON.parse(answer.text).message]).toEqual([429, expect.stringContaining("8 MB")]);
  });

  test("of more than 8 MB are not answered either", async () => {
    const desk = await open(acme);
    const description = "x".repeat(3 * 1024 * 1024);
    for (const externalId of ["a", "b", "c"])
      await desk.ask(boss, "POST", "/accounts", { externalId, description });
    expect((await desk.ask(boss, "GET", "/accounts")).status).toBe(429);
    expect((await desk.ask(boss, "GET", "/accounts?pageSize=2")).status).toBe(200);
  });
});

describe("what a client accepts", () => {
  test.each([
    ["application/json", 200],
    ["*/*", 200],
    ["application/*", 200],
    ["text/html, application/json;q=0.9", 200],
    ["text/xml", 406],
    ["text/html, image/png", 406],
  ])("%s: %i", async (accept, status) => {
    const { ask } = await open(acme);
    expect((await ask(boss, "GET", "/accounts", undefined, { accept })).status).toBe(status);
  });
});

describe("odd paths", () => {
  test.each([
    "/users/%",
    "/users/%ff",
    "/users/%00",
    `/users/${"9".repeat(400)}`,
    `/users/${"x".repeat(4000)}`,
    "/users/__proto__",
    "/users/..%2f..%2faccounts",
    "/accounts/1e9",
    "/accounts/0x3e8",
    "/accounts/%20",
    "/accounts/1000/users/%f0%9f%a6%80",
  ])("%s is answered without a crash", async (path) => {
    const { ask } = await open(acme);
    expect([400, 404]).toContain((await ask(boss, "GET", path)).status);
    expect([400, 404]).toContain((await ask(boss, "PATCH", path, {})).status);
    expect([400, 404]).toContain((await ask(boss, "DELETE", path)).status);
  });

  test("a slash at the end makes no difference", async () => {
    const { ask } = await open(acme);
    for (const path of [
      "/accounts",
      "/users",
      "/organizations/me",
      `/users/${ids.clerk}/roles`,
      `/accounts/${ids.shop}`,
    ]) {
      expect((await ask(boss, "GET", `${path}/`)).json).toEqual((await ask(boss, "GET", path)).json);
    }
  });
});

describe("the log of requests", () => {
  test("says who asked what, and what was a write", async () => {
    const desk = await open(acme);
    await desk.ask(boss, "GET", "/accounts?where=defaultAccount=true");
    await desk.ask(clerk, "POST", "/accounts", { externalId: "x" });
    await desk.ask(boss, "DELETE", `/users/${ids.member}`);
    await desk.knock("GET", "/users");
    expect(desk.requests).toMatchObject([
      { method: "GET", path: `${base}/accounts`, user: boss, status: 200, body: "", write: false },
      {
        method: "POST",
        path: `${base}/accounts`,
        user: clerk,
        status: 403,
        body: { externalId: "x" },
        write: true,
      },
      {
        method: "DELETE",
        path: `${base}/users/${ids.member}`,
        user: boss,
        status: 200,
        body: "",
        write: true,
      },
      { method: "GET", path: `${base}/users`, user: null, status: 401, body: "", write: false },
    ]);
  });
});

describe("faults", () => {
  test("speak the platform's envelope, and tell when to come back", async () => {
    const desk = await open(acme, { faults: [{ kind: "status", status: 429, retryAfter: 3, times: 1 }] });
    const answer = await desk.ask(boss, "GET", "/accounts");
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "3"]);
    expect(answer.json).toEqual({
      requestId: expect.stringMatching(/^[0-9a-f]{24}$/),
      message: expect.any(String),
    });
    expect((await desk.ask(boss, "GET", "/accounts")).status).toBe(200);
    desk.setFaults([{ kind: "status", status: 503 }]);
    const down = await desk.ask(boss, "GET", "/accounts");
    expect([down.status, down.headers.get("retry-after"), record(down.json)["message"]]).toEqual([
      503,
      null,
      "Try again later (503)",
    ]);
  });

  test("the rate limit is each account's own", async () => {
    const desk = await open(acme, { rate: 2 });
    const statuses = async (who: string) => {
      const seen: number[] = [];
      for (let n = 0; n < 3; n += 1) seen.push((await desk.ask(who, "GET", "/organizations/me")).status);
      return seen;
    };
    expect(await statuses(boss)).toEqual([200, 200, 429]);
    expect(await statuses(clerk)).toEqual([200, 200, 429]);
  });

  test("a lost answer was done all the same", async () => {
    const desk = await open(acme, { faults: [{ kind: "lost", route: "/accounts", times: 1 }] });
    await expect(desk.ask(boss, "POST", "/accounts", { externalId: "kiosk" })).rejects.toThrow();
    expect((await desk.ask(boss, "POST", "/accounts", { externalId: "kiosk" })).status).toBe(409);
  });

  test("a reset connection was not", async () => {
    const desk = await open(acme, { faults: [{ kind: "reset", times: 1 }] });
    await expect(desk.ask(boss, "POST", "/accounts", { externalId: "kiosk" })).rejects.toThrow();
    expect((await desk.ask(boss, "POST", "/accounts", { externalId: "kiosk" })).status).toBe(200);
  });

  test("half an answer breaks off", async () => {
    const desk = await open(acme, { faults: [{ kind: "truncate", times: 1 }] });
    await expect(desk.ask(boss, "GET", "/accounts")).rejects.toThrow();
  });

  test("a loop never ends: the first page again, and always a token", async () => {
    const desk = await open(acme, { faults: [{ kind: "loop" }] });
    for (const path of ["/users", "/accounts", "/organizations/users", `/accounts/${ids.shop}/users`]) {
      const first = await desk.ask(boss, "GET", `${path}?pageSize=1`);
      const token = first.headers.get("elements-next-page-token");
      expect(token).not.toBeNull();
      const second = await desk.ask(boss, "GET", `${path}?pageSize=1&nextPage=${token}&offset=1`);
      expect(second.json).toEqual(first.json);
      expect(second.headers.get("elements-next-page-token")).toBe(token);
    }
    expect((await desk.ask(boss, "GET", "/organizations/me")).headers.has("elements-next-page-token")).toBe(
      false,
    );
  });

  test("nothing is ever locked by itself", async () => {
    const desk = await open(acme, { faults: [{ kind: "lock" }] });
    expect((await desk.ask(boss, "PATCH", `/users/${ids.member}`, { city: "x" })).status).toBe(200);
  });
});

describe("the audit log", () => {
  test("has what was written, by whom, and nothing that was refused or only read", async () => {
    const { ask } = await open(acme);
    await ask(boss, "POST", "/accounts", { externalId: "x" });
    await ask(boss, "GET", "/accounts");
    await ask(clerk, "POST", "/accounts", { externalId: "y" });
    await ask(boss, "POST", "/accounts", { externalId: "x" });
    await ask(member, "PATCH", "/accounts/settings", { a: 1 });
    const entry = {
      id: expect.any(Number),
      companyId: ids.acme,
      createdDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    };
    expect((await ask(boss, "GET", "/audit-logs")).json).toEqual([
      {
        ...entry,
        accountId: ids.home,
        userId: ids.boss,
        userName: boss,
        method: "POST",
        path: `${base}/accounts`,
      },
      {
        ...entry,
        accountId: ids.shop,
        userId: ids.member,
        userName: member,
        method: "PATCH",
        path: `${base}/accounts/settings`,
      },
    ]);
  });

  test("shows an account administrator what the people of the account did, and others of one's own organization", async () => {
    const { ask } = await open(acme);
    await ask(boss, "POST", "/accounts", { externalId: "x" });
    await ask(member, "PATCH", "/accounts/settings", { a: 1 });
    await ask("stranger@other.io", "PATCH", "/accounts/settings", { a: 1 });
    const names = async (who: string, query = "") => {
      const { json } = await ask(who, "GET", `/audit-logs${query}`);
      return Array.isArray(json) ? json.map((one) => record(one)["userName"]) : json;
    };
    expect(await names("admin@shop.io")).toEqual([member]);
    expect(await names("stranger@other.io")).toEqual(["stranger@other.io"]);
    expect(await names(boss)).toEqual([boss, member]);
    expect(await names(boss, "?pageSize=1&offset=1")).toEqual([member]);
    expect(await names(boss, "?where=method='PATCH'")).toEqual([member]);
  });

  test("remembers people who are gone", async () => {
    const { ask } = await open(acme);
    await ask(member, "PATCH", "/accounts/settings", { a: 1 });
    await ask(boss, "DELETE", `/users/${ids.member}`);
    expect((await ask(boss, "GET", `/audit-logs?where=userName='${member}'`)).json).toHaveLength(1);
  });
});
