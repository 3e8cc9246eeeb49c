/** The gateway: apps and paths, bodies, what successes and errors look like (cloud-console.md §3, §4). */
import { request as plainRequest } from "node:http";
import { request } from "undici";
import { describe, expect, test } from "vitest";
import { acme, type Desk, headersOf, open, pathOf, site, world } from "./support.ts";

/** A request as it is, without anything that a client would tidy up. */
function raw(desk: Desk, method: string, path: string, body?: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number | undefined; body: string; headers: NodeJS.Dict<string | string[]> }>(
    (resolve, reject) => {
      const { hostname, port } = new URL(desk.url);
      // Node frames no body of a GET or a DELETE by itself.
      const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
      const asked = plainRequest(
        { hostname, port, method, path, headers: { ...headersOf(desk, "alice"), ...length, ...headers } },
        (answer) => {
          let text = "";
          answer.setEncoding("utf8");
          answer.on("data", (chunk: string) => {
            text += chunk;
          });
          answer.on("end", () => resolve({ status: answer.statusCode, body: text, headers: answer.headers }));
        },
      );
      asked.on("error", reject);
      asked.end(body);
    },
  );
}

const unreachable = { errorCode: "ERR_DIRECT_INVOKE", message: expect.stringContaining("failed to invoke") };

describe("apps", () => {
  test.each([
    "gotham-Vienna-identity",
    "gotham-VIENNA-identity",
    "Gotham-vienna-identity",
    "gotham-nowhere-identity",
    "gotham--identity",
    "gotham-identity",
    "gotham-vienna",
    "gotham-vienna-identity-",
    "gotham-Enterprises",
    "gotham-banks",
    "GOTHAM-BANK",
    "anything",
    "__proto__",
    "%20",
  ])("%s cannot be reached: 500, not 404", async (app) => {
    const desk = await open(world);
    const answer = await raw(desk, "GET", `/v1.0/invoke/${app}/method/projects/${site}`);
    expect([answer.status, JSON.parse(answer.body)]).toEqual([500, unreachable]);
  });

  test("there is one a region, and a retired region has none", async () => {
    const desk = await open({ ...world, regions: [{ name: "Eastern-Switzerland" }, { name: "Vienna" }] });
    const ask = (region: string) => desk.ask("alice", `GET I(${region}) projects/${site}`);
    expect((await ask("eastern-switzerland")).status).toBe(200);
    expect((await ask("vienna")).status).toBe(404);
    expect((await ask("upper-austria")).status).toBe(500);
  });

  test("each serves its own paths only", async () => {
    const desk = await open(world);
    for (const what of ["E prices", "B users/me", "I(vienna) orgs", `E projects/${site}`, "B regions"]) {
      expect(await desk.verdict("alice", `GET ${what}`)).toBe("404 not_found");
    }
  });

  test.each([
    "/v1.0/invoke/gotham-bank/method",
    "/v1.0/invoke/gotham-bank/method/",
    "/v1.0/invoke/x/method/",
  ])("%s lacks a method: 400", async (path) => {
    const desk = await open(world);
    const answer = await raw(desk, "GET", path);
    expect([answer.status, JSON.parse(answer.body)]).toEqual([
      400,
      { errorCode: "ERR_DIRECT_INVOKE", message: expect.any(String) },
    ]);
  });
});

describe("what is not there is 404 in the envelope", () => {
  test.each([
    ["GET", "/"],
    ["GET", "/v1.0"],
    ["GET", "/v1.0/invoke/gotham-bank"],
    ["GET", "/v2.0/invoke/gotham-bank/method/prices"],
    ["GET", pathOf("E nowhere")],
    ["GET", pathOf("E orgs/")],
    ["GET", pathOf(`E Orgs/${acme}`)],
    ["PATCH", pathOf(`E orgs/${acme}`)],
    ["PUT", pathOf("E orgs")],
    ["POST", pathOf("B prices")],
    ["DELETE", pathOf("E users/me")],
    ["POST", pathOf(`I(vienna) ${acme}/projects/`)],
    // A URL's dot segments are gone before any service sees them.
    ["POST", pathOf(`I(vienna) ${acme}/projects/..`)],
    ["POST", pathOf(`I(vienna) ${acme}/projects/%2e%2e`)],
    ["POST", pathOf(`I(vienna) ${acme}/projects/.`)],
  ])("%s %s", async (method, path) => {
    const desk = await open(world);
    const before = desk.dump();
    const answer = await raw(desk, method, path);
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([404, { code: "not_found" }]);
    expect(desk.dump()).toEqual(before);
  });
});

describe("paths", () => {
  test("malformed percent signs are malformed", async () => {
    const desk = await open(world);
    for (const bad of ["%E0%A4%A", "%", "%zz", "a%ff"]) {
      const answer = await raw(desk, "POST", pathOf(`I(vienna) ${acme}/projects/${bad}`));
      expect([answer.status, JSON.parse(answer.body)]).toMatchObject([400, { code: "invalid_request" }]);
    }
  });

  test("query strings are ignored where none is known", async () => {
    const desk = await open(world);
    expect((await desk.ask("alice", "GET E orgs?limit=0&email=x")).body).toHaveLength(1);
  });

  test("encoded ids are the same ids", async () => {
    const desk = await open(world);
    const encoded = acme.replaceAll("-", "%2D");
    expect((await raw(desk, "GET", pathOf(`E orgs/${encoded}`))).status).toBe(200);
  });
});

describe("bodies", () => {
  test.each([
    ["application/json"],
    ["application/x-www-form-urlencoded"],
    ["text/plain;charset=UTF-8"],
    ["multipart/form-data; boundary=x"],
    ["image/png"],
    [undefined],
  ])("are JSON whatever the content type: %s", async (type) => {
    const desk = await open(world);
    const answer = await raw(
      desk,
      "PUT",
      pathOf(`E orgs/${acme}`),
      '{"name":"New"}',
      type === undefined ? {} : { "content-type": type },
    );
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { id: acme, name: "New", role: "owner" }]);
  });

  test.each(["", "{", "name=New", "[]", "null", '"New"', "1", '{"name":null}', '{"name":["a"]}', "{}"])(
    "%j is malformed",
    async (body) => {
      const desk = await open(world);
      const before = desk.dump();
      const answer = await raw(desk, "PUT", pathOf(`E orgs/${acme}`), body);
      expect([answer.status, JSON.parse(answer.body)]).toMatchObject([
        400,
        { code: expect.stringMatching(/^invalid_(request|name)$/) },
      ]);
      expect(desk.dump()).toEqual(before);
    },
  );

  test("of calls that need none are ignored, be they missing, nonsense or in a GET", async () => {
    const desk = await open(world);
    expect((await raw(desk, "POST", pathOf(`I(vienna) ${acme}/projects/one`))).status).toBe(200);
    expect((await raw(desk, "POST", pathOf(`I(vienna) ${acme}/projects/two`), "{")).status).toBe(200);
    expect((await raw(desk, "GET", pathOf("E orgs"), "{")).status).toBe(200);
    expect((await raw(desk, "DELETE", pathOf(`E orgs/${acme}/admins/erin@example.com`), "x")).status).toBe(
      200,
    );
  });

  test("hostile keys and unknown ones change nothing", async () => {
    const desk = await open(world);
    const body = '{"__proto__":{"name":"x"},"constructor":{"name":"y"},"owner":"z","name":"New"}';
    const answer = await raw(desk, "PUT", pathOf(`E orgs/${acme}`), body);
    expect(JSON.parse(answer.body)).toEqual({ id: acme, name: "New", role: "owner" });
    const bare = await raw(desk, "PUT", pathOf(`E orgs/${acme}`), '{"__proto__":{"name":"x"}}');
    expect(bare.status).toBe(400);
  });
});

describe("answers", () => {
  test("are JSON, and lists are bare and whole", async () => {
    const desk = await open(world);
    const answer = await raw(desk, "GET", pathOf(`E orgs/${acme}/projects`));
    expect(answer.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(answer.body)).toHaveLength(2);
  });

  test("of deletes are 200 and empty", async () => {
    const desk = await open(world);
    const answer = await raw(desk, "DELETE", pathOf(`I(eastern-switzerland) ${acme}/projects/${site}`));
    expect([answer.status, answer.body, answer.headers["content-length"]]).toEqual([200, "", "0"]);
    expect(answer.headers["content-type"]).toBeUndefined();
  });

  test("to HEAD are those to GET without the body", async () => {
    const desk = await open(world);
    const { status, body } = await raw(desk, "HEAD", pathOf("E orgs"));
    expect([status, body]).toEqual([200, ""]);
  });
});

/** What Dapr's own JavaScript client does, by hand: it waits for the gateway, glues the URL, and reads text. */
describe("a generic invoker", () => {
  async function invoke(desk: Desk, app: string, methodName: string, method: string, data?: object) {
    const answer = await request(`${desk.url}/v1.0/invoke/${app}/method/${methodName}`, {
      method,
      headers: {
        ...headersOf(desk, "alice"),
        "user-agent": "dapr-sdk-js/v3 http/1",
        ...(data === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(data === undefined ? {} : { body: JSON.stringify(data) }),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 400)
      throw new Error(JSON.stringify({ error_msg: text, status: answer.statusCode }));
    return text === "" ? "" : JSON.parse(text);
  }

  test("finds the gateway up, without tokens", async () => {
    const desk = await open(world);
    const answer = await request(`${desk.url}/v1.0/metadata`);
    expect([answer.statusCode, await answer.body.json()]).toEqual([200, { id: expect.any(String) }]);
  });

  test("gets through every verb", async () => {
    const desk = await open(world);
    const app = "gotham-vienna-identity";
    const made = await invoke(desk, app, `${acme}/projects/new`, "POST");
    expect(made).toEqual({ id: expect.stringMatching(/^[0-9a-f]{32}$/), name: "new" });
    expect(await invoke(desk, app, `projects/${made.id}`, "GET")).toEqual(made);
    const renamed = await invoke(desk, app, `${acme}/projects/${made.id}`, "PUT", { name: "newer" });
    expect(renamed).toEqual({ id: made.id, name: "newer" });
    expect(await invoke(desk, app, `${acme}/projects/${made.id}`, "DELETE", {})).toBe("");
    await expect(invoke(desk, app, `projects/${made.id}`, "GET")).rejects.toThrow(/project_not_found.*404/);
    await expect(invoke(desk, "gotham-Vienna-identity", "projects/x", "GET")).rejects.toThrow(
      /ERR_DIRECT_INVOKE.*500/,
    );
  });
});
