/** The organization itself, its branding, its identity providers (cloud-elements.md §3b). */
import { describe, expect, test } from "vitest";
import { record, records } from "../harness/open.ts";
import {
  acme,
  admin,
  base,
  boss,
  branding,
  clerk,
  each,
  idOf,
  ids,
  message,
  open,
  secretsOf,
} from "./support.ts";

const me = "/organizations/me";

describe("me", () => {
  test("is the organization with its secret and policy, for every user", async () => {
    const desk = await open(acme);
    const answer = await desk.ask(clerk, "GET", me);
    expect(answer.json).toEqual({
      id: ids.acme,
      name: "Acme",
      active: true,
      createdDate: new Date().toISOString().slice(0, 10),
      secret: desk.credentials(clerk)["organizationSecret"],
      passwordPolicy: expect.objectContaining({ minLength: 8 }),
      twoFactorAuthEnabled: false,
    });
    expect((await desk.ask(admin, "GET", me)).json).toEqual(answer.json);
    expect((await desk.ask("stranger@other.io", "GET", me)).json).toMatchObject({ id: 1, name: "Other" });
  });

  test("is renamed", async () => {
    const { ask } = await open(acme);
    const answer = await ask(boss, "PUT", me, { name: "Acme & Sons" });
    expect(answer.json).toMatchObject({ id: ids.acme, name: "Acme & Sons" });
    expect((await ask(clerk, "GET", me)).json).toEqual(answer.json);
  });

  test("gets a second factor, and loses it", async () => {
    const { ask } = await open(acme);
    const on = await ask(boss, "PUT", me, {
      twoFactorAuthEnabled: true,
      twoFactorAuthMethod: "google-authenticator",
    });
    expect(on.json).toMatchObject({
      twoFactorAuthEnabled: true,
      twoFactorAuthMethod: "google-authenticator",
    });
    expect((await ask(boss, "PUT", me, { twoFactorAuthMethod: "sms" })).json).toMatchObject({
      twoFactorAuthEnabled: true,
      twoFactorAuthMethod: "sms",
    });
    expect((await ask(boss, "PUT", me, { twoFactorAuthEnabled: false })).json).toMatchObject({
      twoFactorAuthEnabled: false,
    });
  });

  test.each([
    {},
    { name: "" },
    { name: null },
    { name: 5 },
    { twoFactorAuthEnabled: "yes" },
    { twoFactorAuthEnabled: true },
    { twoFactorAuthEnabled: true, twoFactorAuthMethod: "pigeon" },
    { twoFactorAuthMethod: null },
    [],
    "x",
    null,
  ])("is not changed by %j", async (body) => {
    const desk = await open(acme);
    const before = desk.dump();
    expect((await desk.ask(boss, "PUT", me, body)).status).toBe(400);
    expect(desk.dump()).toEqual(before);
  });

  test("has a name for administrators and a second factor for who secures it", async () => {
    const [first, ...others] = acme.organizations;
    const roles = { org: ["modifySecurity"], "org-admin": [] };
    const { ask } = await open({ organizations: [{ ...first, roles }, ...others] });
    const factor = { twoFactorAuthEnabled: false };
    expect((await ask(clerk, "PUT", me, factor)).status).toBe(200);
    expect((await ask(clerk, "PUT", me, { name: "x" })).status).toBe(403);
    expect((await ask(clerk, "PUT", me, { name: "x", ...factor })).status).toBe(403);
  });
});

const later = {
  cardHeaderColor: "#fff",
  navigationWidth: "12px",
  navigationIconSize: "1.5em",
  documentationUrl: "http://x.io",
};

describe("branding", () => {
  const path = "/organizations/branding";

  test("is there after it was put, until it is deleted", async () => {
    const { ask } = await open(acme);
    expect((await ask(clerk, "GET", path)).status).toBe(404);
    expect((await ask(boss, "PUT", path, branding)).json).toEqual(branding);
    expect((await ask(boss, "PUT", path, { ...branding, bodyFont: "Arial", ...later })).json).toMatchObject({
      bodyFont: "Arial",
      ...later,
    });
    expect((await ask(clerk, "GET", path)).json).toMatchObject({ bodyFont: "Arial", ...later });
    // A put is the whole: what it leaves out is gone.
    expect((await ask(boss, "PUT", path, branding)).json).toEqual(branding);
    expect((await ask(boss, "DELETE", path)).status).toBe(200);
    expect((await ask(clerk, "GET", path)).status).toBe(404);
    expect((await ask(boss, "DELETE", path)).status).toBe(404);
  });

  test.each(Object.keys(branding))("needs %s", async (name) => {
    const desk = await open(acme);
    const before = desk.dump();
    const answer = await desk.ask(boss, "PUT", path, { ...branding, [name]: undefined });
    expect([answer.status, message(answer)]).toEqual([400, `Branding missing required field(s): ${name}`]);
    expect(desk.dump()).toEqual(before);
  });

  test.each([
    ["headerColor", "blah"],
    ["headerColor", "#12345"],
    ["headerColor", 5],
    ["cardHeaderColor", "red"],
    ["headerFont", " "],
    ["navigationWidth", "wide"],
    ["navigationIconSize", "12"],
    ["documentationUrl", "x.io"],
    ["documentationUrl", "javascript:alert(1)"],
    ["sparkles", "#ffffff"],
    ["__proto__x", "#ffffff"],
  ])("cannot have %s %j", async (name, value) => {
    const { ask } = await open(acme);
    const answer = await ask(boss, "PUT", path, { ...branding, [name]: value });
    expect([answer.status, message(answer)]).toEqual([400, `Branding contains invalid field(s): ${name}`]);
  });

  test("missing fields come before invalid ones, and all are named", async () => {
    const { ask } = await open(acme);
    const missing = await ask(boss, "PUT", path, { headerFont: "Arial", headerColor: "blah" });
    expect(message(missing)).toMatch(/^Branding missing required field\(s\): bodyFont, bodyColor, /);
    const invalid = await ask(boss, "PUT", path, { ...branding, headerColor: "a", bodyColor: "b" });
    expect(message(invalid)).toBe("Branding contains invalid field(s): headerColor, bodyColor");
  });

  test.each([[[]], ["x"], [null]])("is not %j", async (body) => {
    const { ask } = await open(acme);
    expect((await ask(boss, "PUT", path, body)).status).toBe(400);
  });

  /** A file as a form sends it. */
  const upload = async (url: string, authorization: string, kind: string, form: FormData | string) => {
    const response = await fetch(`${url}${base}${path}/${kind}`, {
      method: "PATCH",
      headers: { authorization },
      body: form,
    });
    return { status: response.status, json: await response.json() };
  };
  const form = (field: string, name: string): FormData => {
    const data = new FormData();
    data.append(field, new Blob([Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 0, 255])]), name);
    return data;
  };

  test("gets a logo and a favicon, which stay when it is put again", async () => {
    const desk = await open(acme);
    const authorization = secretsOf(desk, boss);
    expect((await upload(desk.url, authorization, "logo", form("file", "logo.png"))).status).toBe(404);
    await desk.ask(boss, "PUT", path, branding);
    const logo = await upload(desk.url, authorization, "logo", form("file", "our logo.png"));
    expect(logo.json).toMatchObject({
      logo: expect.stringMatching(/^https:\/\/images\.cloudelements\.io\/logo\S*our%20logo\.png$/),
      headerFont: "Helvetica",
    });
    await upload(desk.url, authorization, "favicon", form("file", "favicon.png"));
    const images = {
      logo: expect.stringContaining("https://images.cloudelements.io/logo"),
      favicon: expect.stringContaining("https://images.cloudelements.io/favicon"),
    };
    expect((await desk.ask(clerk, "GET", path)).json).toEqual({ ...branding, ...images });
    expect((await desk.ask(boss, "PUT", path, branding)).json).toEqual({ ...branding, ...images });
    // What was read can be put back.
    const read = (await desk.ask(clerk, "GET", path)).json;
    expect((await desk.ask(boss, "PUT", path, read)).json).toEqual(read);
  });

  test("takes images in the form field `file` only", async () => {
    const desk = await open(acme);
    const authorization = secretsOf(desk, boss);
    await desk.ask(boss, "PUT", path, branding);
    expect((await upload(desk.url, authorization, "logo", form("image", "logo.png"))).status).toBe(400);
    const text = new FormData();
    text.append("file", "logo.png");
    expect((await upload(desk.url, authorization, "logo", text)).status).toBe(400);
    expect((await upload(desk.url, authorization, "logo", "file")).status).toBe(415);
    expect((await desk.ask(boss, "PATCH", `${path}/favicon`, { file: "x" })).status).toBe(415);
    expect((await desk.ask(clerk, "GET", path)).json).toEqual(branding);
  });
});

const provider = {
  entityId: "https://idp.example.com",
  ssoUrl: "https://idp.example.com/sso",
  logonProtocolBinding: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect",
  logoutUrl: "https://idp.example.com/slo",
  logoutProtocolBinding: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect",
  logoutRedirectUrl: "https://idp.example.com/bye",
  signingCert: "MIIE",
  signatureAlgorithm: "rsa-sha1",
  description: "a provider",
  isDefault: false,
};

describe.each([
  ["/organizations/identity-providers", clerk],
  ["/accounts/identity-providers", admin],
])("%s", (path, who) => {
  test("are made, read, listed, changed and deleted", async () => {
    const { ask } = await open(acme);
    expect((await ask(who, "GET", path)).json).toEqual([]);
    const made = await ask(who, "POST", path, provider);
    expect(made.json).toEqual({ id: expect.any(Number), ...provider });
    const one = `${path}/${idOf(made)}`;
    expect((await ask(who, "GET", one)).json).toEqual(made.json);
    expect((await ask(who, "GET", path)).json).toEqual([made.json]);
    const changed = await ask(who, "PATCH", one, { description: "another" });
    expect(changed.json).toEqual({ ...record(made.json), description: "another" });
    expect((await ask(who, "GET", one)).json).toEqual(changed.json);
    const gone = await ask(who, "DELETE", one, null);
    expect([gone.status, gone.text]).toEqual([200, ""]);
    expect((await ask(who, "GET", one)).status).toBe(404);
  });

  test("need an entity and an address, and hold text", async () => {
    const desk = await open(acme);
    const before = desk.dump();
    for (const body of [
      {},
      { ...provider, entityId: "" },
      { ...provider, ssoUrl: undefined },
      { ...provider, signingCert: 5 },
      { ...provider, isDefault: 1 },
      null,
    ]) {
      expect((await desk.ask(who, "POST", path, body)).status).toBe(400);
    }
    expect(desk.dump()).toEqual(before);
    const made = await desk.ask(who, "POST", path, { entityId: "e", ssoUrl: "s" });
    expect(made.json).toEqual({ id: expect.any(Number), entityId: "e", ssoUrl: "s", isDefault: false });
    expect((await desk.ask(who, "PATCH", `${path}/${idOf(made)}`, { ssoUrl: null })).status).toBe(400);
  });

  test("have one default", async () => {
    const { ask } = await open(acme);
    const first = idOf(await ask(who, "POST", path, { ...provider, isDefault: true }));
    const second = idOf(await ask(who, "POST", path, { ...provider, isDefault: true }));
    expect(each(await ask(who, "GET", path), "isDefault")).toEqual([false, true]);
    await ask(who, "PATCH", `${path}/${first}`, { isDefault: true });
    expect(each(await ask(who, "GET", path), "isDefault")).toEqual([true, false]);
    expect(second).toBeGreaterThan(first);
  });

  test("describe us to them, under the host that the client knows", async () => {
    const { ask, knock, url } = await open(acme);
    const id = idOf(await ask(who, "POST", path, provider));
    const metadata = `/authentication/saml/${id}/metadata`;
    const answer = await knock("GET", metadata, undefined, {
      "x-forwarded-host": "yaboi.com",
      accept: "text/xml",
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toContain("text/xml");
    expect(answer.text).toMatch(/^<\?xml version/);
    expect(answer.text).toContain("https://yaboi.com/elements/api-v2");
    expect((await knock("GET", metadata)).text).toContain(`https://${new URL(url).host}/elements/api-v2`);
    const hostile = await knock("GET", metadata, undefined, { "x-forwarded-host": '"><x>&' });
    expect(hostile.text).toContain("https://&quot;&gt;&lt;x&gt;&amp;/elements");
    expect((await knock("GET", metadata, undefined, { accept: "application/json" })).status).toBe(406);
  });
});

test("identity providers of an account, of another account and of the organization are kept apart", async () => {
  const { ask, knock } = await open(acme);
  const own = idOf(await ask(admin, "POST", "/accounts/identity-providers", provider));
  expect((await ask(boss, "GET", "/accounts/identity-providers")).json).toEqual([]);
  expect((await ask(boss, "GET", "/organizations/identity-providers")).json).toEqual([]);
  for (const path of ["/accounts/identity-providers", "/organizations/identity-providers"]) {
    expect((await ask(boss, "GET", `${path}/${own}`)).status).toBe(404);
    expect((await ask(boss, "PATCH", `${path}/${own}`, {})).status).toBe(404);
    expect((await ask(boss, "DELETE", `${path}/${own}`)).status).toBe(404);
  }
  expect(records((await ask(admin, "GET", "/accounts/identity-providers")).json)).toHaveLength(1);
  expect((await knock("GET", "/authentication/saml/99/metadata")).status).toBe(404);
  expect((await knock("GET", "/authentication/saml/x/metadata")).status).toBe(404);
});
