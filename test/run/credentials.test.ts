/** Where URLs and credentials of a connection come from, whatever the platform. */
import { describe, expect, test } from "vitest";
import type { ConnectionSettings } from "../../src/model/configuration.ts";
import type { Platform } from "../../src/model/platform.ts";
import { resolveCredentials, resolveUrls } from "../../src/run/credentials.ts";
import { clubPlatform } from "../support/club-platform.ts";

const platform: Platform = {
  ...clubPlatform,
  name: "club",
  title: "Club",
  contract: { standing: "own", note: "All of it is Charter's own proposal." },
  protocol: {
    ...clubPlatform.protocol,
    hosts: {
      api: { description: "The API.", vendor: ["club.example"] },
      auth: { description: "Where accounts sign in.", like: "api", vendor: ["club.example"] },
    },
    credentials: {
      email: { env: "CHARTER_CLUB_EMAIL", description: "The e-mail." },
      code: { env: "CHARTER_CLUB_CODE", description: "A one-time code.", optional: true },
    },
  },
};

const settings = (more: Partial<ConnectionSettings> = {}): ConnectionSettings => ({
  name: "club",
  platform: "club",
  urls: {},
  credentials: {},
  ...more,
});

describe("URLs", () => {
  const urls = (env: Record<string, string>, more: Partial<ConnectionSettings> = {}) => {
    const { urls: found, findings } = resolveUrls(settings(more), platform, env);
    return [found, findings.map(({ code }) => code)];
  };
  const [api, auth] = ["https://a.test", "https://b.test"];

  test.each([
    ["of one host serve both", { CHARTER_CLUB_URL: api }, {}, { api, auth: api }, []],
    ["of each host", { CHARTER_CLUB_URL: api, CHARTER_CLUB_AUTH_URL: auth }, {}, { api, auth }, []],
    ["from the settings", {}, { urls: { api, auth } }, { api, auth }, []],
    ["that nobody gave are one finding, not one a host", {}, {}, {}, ["connection/no-url"]],
  ])("%s", (_, env, more, expected, codes) => {
    expect(urls(env, more)).toEqual([expected, codes]);
  });

  test.each([
    ["https://club.example", true],
    ["https://api.club.example/v1", true],
    ["https://notclub.example", false],
    ["https://club.example.test", false],
  ])("%s is a host of the makers: %s", (url, refused) => {
    const { findings } = resolveUrls(settings({ urls: { api: url, auth: api } }), platform, {});
    expect(findings.map(({ code }) => code)).toEqual(refused ? ["connection/bad-url"] : []);
    if (!refused) return;
    expect(findings[0]?.message).toBe(
      "The URL of club is one of club.example, where nobody has tried this contract. All of it is Charter's own proposal. To try it at your own risk, write unverified: true into charter.yaml under connections.club.",
    );
    expect(urls({}, { urls: { api: url, auth: api }, unverified: true })).toEqual([
      { api: url, auth: api },
      [],
    ]);
  });
});

describe("credentials", () => {
  const of = async (env: Record<string, string>, more: Partial<ConnectionSettings> = {}) => {
    const { credentials, findings } = await resolveCredentials(settings(more), platform, env, "/");
    return [Object.fromEntries(credentials), findings.map(({ message }) => message.split(" (")[0])];
  };
  const email = { CHARTER_CLUB_EMAIL: "a@b.test" };

  test("an optional part may be missing", async () => {
    expect(await of(email)).toEqual([{ email: "a@b.test" }, []]);
    expect(await of({ ...email, CHARTER_CLUB_CODE: "1" })).toEqual([{ email: "a@b.test", code: "1" }, []]);
  });

  test("but not where the settings say that it is there", async () => {
    expect(await of(email, { credentials: { code: { env: "OTP" } } })).toEqual([
      { email: "a@b.test" },
      ["The connection club has no code"],
    ]);
  });

  test("every other part must be there", async () => {
    expect(await of({})).toEqual([{}, ["The connection club has no email"]]);
  });
});
