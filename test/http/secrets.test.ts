/** What a redactor knows, and what an answer may not show although nobody was told that it is a secret. */
import { describe, expect, it } from "vitest";
import { proxyProblem } from "../../src/http/proxy.ts";
import { redactor, withoutTelling, withoutTokens } from "../../src/http/redact.ts";
import { connect, json, protocol, serve, text } from "./support.ts";

const list = { method: "GET", path: "/items" } as const;
const secret = `a"<b>'&/\\+é-q83Kd02x`;

describe("a secret is known", () => {
  const { redact } = redactor([secret]);
  const json = JSON.stringify(secret).slice(1, -1);
  it.each([
    ["as Go writes JSON", json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")],
    ["as PHP writes JSON", json.replace("/", "\\/")],
    ["as Python writes JSON", json.replace("é", "\\u00e9")],
    ["in JSON in JSON", JSON.stringify(json).slice(1, -1)],
    ["in a URL, in small letters", encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase())],
    ["in HTML", "a&quot;&lt;b&gt;&#39;&amp;/\\+é-q83Kd02x"],
    ["in HTML, as Python escapes", "a&quot;&lt;b&gt;&#x27;&amp;/\\+é-q83Kd02x"],
    ["in HTML, as Go escapes", "a&#34;&lt;b&gt;&#39;&amp;/\\+é-q83Kd02x"],
    ["in HTML, between tags", "a\"&lt;b&gt;'&amp;/\\+é-q83Kd02x"],
    ["in hex, in capitals", Buffer.from(secret).toString("hex").toUpperCase()],
  ])("%s", (_, written) => {
    expect(redact(`x ${written} y`)).toBe("x [redacted] y");
  });

  it("by its beginning, where the text ends", () => {
    const { redact } = redactor(["tok-SECRET-12345"]);
    expect(redact("bad tok-SECRET-1234")).toBe("bad [redacted]");
    expect(redact("bad tok-SE")).toBe("bad [redacted]");
    // So little is a word.
    expect(redact("bad tok-S")).toBe("bad tok-S");
    expect(redact("bad tok-SECRET, they say")).toBe("bad tok-SECRET, they say");
  });
});

it.each([
  ['{"access_token":"abc","expires_in":5}', '{"access_token":"[redacted]","expires_in":5}'],
  ['{"sessionToken": "a\\"b', '{"sessionToken": "[redacted]"'],
  [
    '{"apiKey":"k","api-key":"k","private_key":"k"}',
    '{"apiKey":"[redacted]","api-key":"[redacted]","private_key":"[redacted]"}',
  ],
  [
    '{"token":null,"passwordPolicy":"strict","tokens":"two"}',
    '{"token":null,"passwordPolicy":"strict","tokens":"two"}',
  ],
])("members that are secrets by their name: %s", (written, shown) => {
  expect(withoutTelling(written)).toBe(shown);
});

it("what may be a token", () => {
  expect(withoutTokens("<p>abcdefgh12345678 eyJhb.G9.x- internationalization 12345")).toBe(
    "<p>[redacted] eyJhb.G9.x- internationalization 12345",
  );
});

describe("a broken answer to a sign-in does not show the token that it gives", () => {
  const signsIn = protocol({
    authorize: async ({ send }) => {
      const outcome = await send({ method: "POST", path: "/login" });
      return outcome.ok ? {} : outcome;
    },
  });
  it.each([
    ["cut", text(200, '{"token":"s3cr3t')],
    ["a page", text(200, "<html>Your token: q83Kd02xTzW7bYp5")],
    ["another status", text(500, '{"token":"s3cr3t"} or so')],
    ["text", text(200, "q83Kd02xTzW7bYp5")],
  ])("%s", async (_, behaviour) => {
    await using server = await serve(behaviour);
    await using connection = connect(server.url, { protocol: signsIn, retry: { attempts: 1, patience: 0 } });
    const outcome = await connection.reader.read(list);
    expect(outcome).toMatchObject({ ok: false, message: expect.stringContaining("[redacted]") });
    expect(JSON.stringify(outcome)).not.toMatch(/s3cr|q83K/);
  });
});

it("connections that share a redactor know each other's secrets", async () => {
  await using server = await serve(json(400, { error: "tok-SECRET-12345 other-SECRET-1 pass-SECRET-2" }));
  const secrets = redactor();
  await using connection = connect(server.url, { secrets });
  await using other = connect(server.url, { secrets, credentials: new Map([["token", "other-SECRET-1"]]) });
  other.hide("pass-SECRET-2");
  expect(await connection.reader.read(list)).toMatchObject({ message: "[redacted] [redacted] [redacted]" });
});

it("a proxy that tells of its password", async () => {
  await using proxy = await serve(({ headers }, response) => {
    const given = String(headers["proxy-authorization"]);
    const plain = Buffer.from(given.replace("Basic ", ""), "base64").toString();
    response.writeHead(502).end(JSON.stringify({ error: `${given} ${plain} a%25b-SECRET` }));
  });
  const url = proxy.url.replace("://", "://ann:a%25b-SECRET@");
  await using connection = connect("http://api.example.com", { proxy: { http: url } });
  const outcome = await connection.reader.read(list);
  expect(proxy.seen[0]?.headers["proxy-authorization"]).toBe(
    `Basic ${Buffer.from("ann:a%b-SECRET").toString("base64")}`,
  );
  expect(outcome).toMatchObject({
    message: expect.stringMatching(/^Basic \S*\[redacted\]\S* ann:\[redacted\] \[redacted\]\. Sent /),
  });
});

it("a proxy that wants another one is told apart from what Charter sends", async () => {
  await using proxy = await serve(text(407, ""));
  await using connection = connect("http://api.example.com", { proxy: { http: proxy.url } });
  expect(await connection.reader.read(list)).toMatchObject({
    reason: "unreachable",
    message:
      "api.example.com cannot be reached: the proxy asks for a user and a password (407). Write them into the URL of the proxy, in HTTPS_PROXY or HTTP_PROXY.",
  });
  expect(proxy.seen).toHaveLength(1);
});

it.each([
  ["http://proxy.example:3128", true],
  ["https://ann:x@proxy.example", true],
  ["proxy.example:3128", false],
  ["socks5://proxy.example", false],
  ["http://", false],
  ["http://ann:100%@proxy.example", false],
])("the proxy %s may be used: %s", (url, fine) => {
  expect(proxyProblem(url) === null).toBe(fine);
});
