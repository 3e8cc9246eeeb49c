/**
 * The exchanges of the public Python client `kroger-api` with the token endpoint and with bearer calls (marketplace.md
 * §7), request by request as it sends them, and the answers read as strictly as it reads them.
 */
import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { type Json, record } from "../harness/open.ts";
import { acme, basic, type Desk, mail, open } from "./support.ts";

const callback = "http://localhost:8000/callback";

/** As `requests` sends a form: the content type without a charset. */
async function askForToken(desk: Desk, form: Readonly<Record<string, string>>): Promise<Json> {
  const response = await fetch(`${desk.url}/v1/connect/oauth2/token`, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      authorization: basic("charter:charter-secret"),
      accept: "*/*",
    },
    body: new URLSearchParams(form).toString(),
  });
  if (!response.ok) throw new Error(String(response.status));
  return record(await response.json());
}

/** Its saved token file, and what it does with it. */
class Client {
  readonly desk: Desk;
  saved: Json;

  constructor(desk: Desk, saved: Json) {
    this.desk = desk;
    this.saved = saved;
  }

  async refresh(): Promise<void> {
    const token = String(this.saved["refresh_token"]);
    this.saved = await askForToken(this.desk, { grant_type: "refresh_token", refresh_token: token });
  }

  /** Before a saved token is used: a look at a profile; whatever but 200 leads to a refresh. */
  async test(): Promise<void> {
    const profile = await fetch(`${this.desk.url}/v1/connect/oauth2/profile`, { headers: this.headers() });
    if (profile.status !== 200) await this.refresh();
  }

  /** A call; a 401 whose JSON has the error `invalid_token` leads to a refresh and one more try. */
  async call(path: string): Promise<unknown> {
    const url = `${this.desk.url}/api/v1/developer${path}`;
    const first = await fetch(url, { headers: this.headers() });
    if (first.status !== 401) return first.json();
    if (record(await first.json())["error"] !== "invalid_token") throw new Error("401");
    await this.refresh();
    const second = await fetch(url, { headers: this.headers() });
    if (!second.ok) throw new Error(String(second.status));
    return second.json();
  }

  headers(): Record<string, string> {
    return {
      authorization: `Bearer ${String(this.saved["access_token"])}`,
      accept: "application/json",
    };
  }
}

test("a token of its own", async () => {
  const desk = await open(acme);
  const reply = await askForToken(desk, { grant_type: "client_credentials", scope: "product.compact" });
  expect(reply).toEqual({ access_token: expect.any(String), token_type: "bearer", expires_in: 1800 });
});

test("a code with PKCE, then calls, then a new pair when the token runs out", async () => {
  const verifier = randomBytes(64).toString("base64url");
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const desk = await open({
    ...acme,
    codes: [{ code: "from-the-redirect", user: mail("alice"), challenge, redirectUri: callback }],
  });
  const client = new Client(
    desk,
    await askForToken(desk, {
      grant_type: "authorization_code",
      code: "from-the-redirect",
      redirect_uri: callback,
      code_verifier: verifier,
    }),
  );
  const first = client.saved["refresh_token"];
  expect(record(await client.call("/users/me"))["data"]).toMatchObject({ email: mail("alice") });
  expect(client.saved["refresh_token"]).toBe(first);
  desk.expire();
  expect(record(await client.call("/users/me"))["data"]).toMatchObject({ email: mail("alice") });
  expect(client.saved["refresh_token"]).not.toBe(first);
});

test("a saved token is tested first, at a place that says nothing here, and so refreshed", async () => {
  const desk = await open(acme);
  const client = new Client(desk, { access_token: "old", refresh_token: "refresh-alice@example.com" });
  await client.test();
  expect(record(await client.call("/users/me"))["data"]).toMatchObject({ email: mail("alice") });
  expect(desk.requests.map(({ path, status }) => [path, status])).toEqual([
    ["/v1/connect/oauth2/profile", 404],
    ["/v1/connect/oauth2/token", 200],
    ["/api/v1/developer/users/me", 200],
  ]);
});

test("a spent refresh token is a 400, which it takes for the end of the consent", async () => {
  const desk = await open(acme);
  const saved = { access_token: "old", refresh_token: "refresh-alice@example.com" };
  await new Client(desk, saved).refresh();
  await expect(new Client(desk, saved).refresh()).rejects.toThrow("400");
});
