/** Signing in with refresh tokens that work once, on a token endpoint of the test's own. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Failure, Outcome, Request, SignIn } from "../../../src/model/protocol.ts";
import { marketplace } from "../../../src/platforms/marketplace/index.ts";

const { authorize } = marketplace.protocol;

interface Endpoint extends Pick<SignIn, "send"> {
  readonly seen: Request[];
  /** The refresh token that is good now. */
  good: string;
  count: number;
  /** What is answered to the next request, whatever it says. */
  next: Outcome | null;
  readonly used: () => readonly (string | undefined)[];
}

/** A token endpoint that gives a new pair for each good refresh token and takes none twice. */
function endpointAt(good = "first"): Endpoint {
  const endpoint: Endpoint = {
    seen: [],
    good,
    count: 0,
    next: null,
    used: () => endpoint.seen.map(({ form }) => form?.refresh_token),
    send: async (request) => {
      endpoint.seen.push(request);
      const { next } = endpoint;
      endpoint.next = null;
      if (next !== null) return next;
      if (request.form?.refresh_token !== endpoint.good) return refusal("invalid_grant");
      endpoint.count += 1;
      endpoint.good = `refresh-${endpoint.count}`;
      return pair(`access-${endpoint.count}`, endpoint.good);
    },
  };
  return endpoint;
}

function pair(access: string, refresh: string | undefined, seconds = 1800): Outcome {
  const more = refresh === undefined ? {} : { refresh_token: refresh };
  const body = { access_token: access, token_type: "bearer", expires_in: seconds, ...more };
  return { ok: true, status: 200, body };
}

function refusal(error: string, description = "Refused"): Outcome {
  const text = JSON.stringify({ error, error_description: description });
  return marketplace.protocol.outcome({ status: 400, headers: {}, text }, null);
}

interface Memory {
  readonly stored: Map<string, string>;
  readonly tokens: SignIn["tokens"];
  readonly log: string[];
}

/** @param fails whether the n-th write, counted from 1, finds a full disk */
function memory(stored = new Map<string, string>(), fails: (write: number) => boolean = () => false): Memory {
  const log: string[] = [];
  let writes = 0;
  let turn: Promise<unknown> = Promise.resolve();
  return {
    stored,
    log,
    tokens: {
      get: async (name) => stored.get(name),
      set: async (name, value) => {
        writes += 1;
        if (fails(writes)) throw new Error("the disk is full");
        log.push(name.split(" ")[0] ?? "");
        stored.set(name, value);
      },
      exclusively: (work) => {
        const next = turn.then(work);
        turn = next.catch(() => undefined);
        return next;
      },
    },
  };
}

/** What is stored to sign in with, whatever credential it descends from. */
const refreshIn = ({ stored }: Pick<Memory, "stored">): readonly string[] =>
  [...stored].filter(([name]) => name.startsWith("refreshToken")).map(([, token]) => token);

const given = (refreshToken = "first", clientId = "client") =>
  new Map(Object.entries({ clientId, clientSecret: "secret", refreshToken }));

function signIn(
  endpoint: Endpoint,
  { tokens }: Pick<Memory, "tokens">,
  more: Partial<SignIn> = {},
): ReturnType<typeof authorize> {
  return authorize({ credentials: given(), tokens, send: endpoint.send, renew: false, ...more });
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000_000_000, toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the first time", () => {
  it("uses the configured token, as a form with the client in Basic authorization", async () => {
    const endpoint = endpointAt();
    expect(await signIn(endpoint, memory())).toEqual(bearer("access-1"));
    expect(endpoint.seen).toEqual([
      {
        host: "auth",
        method: "POST",
        path: "/v1/connect/oauth2/token",
        headers: { authorization: `Basic ${Buffer.from("client:secret").toString("base64")}` },
        form: { grant_type: "refresh_token", refresh_token: "first" },
      },
    ]);
  });

  it("has the new refresh token stored before the access token, and the configured one nowhere", async () => {
    const store = memory();
    await signIn(endpointAt(), store);
    expect(store.log).toEqual(["accessToken", "refreshToken", "accessToken"]);
    expect(refreshIn(store)).toEqual(["refresh-1"]);
    expect(JSON.stringify([...store.stored])).not.toMatch(/first|secret/);
  });

  it("side by side in one process sends once", async () => {
    const [endpoint, store] = [endpointAt(), memory()];
    const all = await Promise.all([1, 2, 3].map(() => signIn(endpoint, store)));
    expect(all).toEqual([bearer("access-1"), bearer("access-1"), bearer("access-1")]);
    expect(endpoint.used()).toEqual(["first"]);
  });
});

describe("later", () => {
  it.each([
    [1739, "access-1", ["first"]],
    [1741, "access-2", ["first", "refresh-1"]],
  ])("after %i of 1800 seconds", async (seconds, access, used) => {
    const [endpoint, store] = [endpointAt(), memory()];
    await signIn(endpoint, store);
    vi.advanceTimersByTime(seconds * 1000);
    expect(await signIn(endpoint, store)).toEqual(bearer(access));
    expect(endpoint.used()).toEqual(used);
  });

  it.each([
    [2, "access-1"],
    [4, "access-2"],
  ])("after %i of 4 seconds: the returned number counts, however short", async (seconds, access) => {
    const [endpoint, store] = [endpointAt(), memory()];
    endpoint.next = pair("access-1", "refresh-x", 4);
    await signIn(endpoint, store);
    [endpoint.good, endpoint.count] = ["refresh-x", 1];
    vi.advanceTimersByTime(seconds * 1000);
    expect(await signIn(endpoint, store)).toEqual(bearer(access));
  });

  it("a chain goes on over many runs, each token used once", async () => {
    const [endpoint, store] = [endpointAt(), memory()];
    for (let run = 0; run < 4; run += 1) {
      await signIn(endpoint, store);
      vi.advanceTimersByTime(3_600_000);
    }
    expect(endpoint.used()).toEqual(["first", "refresh-1", "refresh-2", "refresh-3"]);
  });

  it("a server that keeps the refresh token is sent it again", async () => {
    const [endpoint, store] = [endpointAt(), memory()];
    endpoint.next = pair("access-1", undefined);
    await signIn(endpoint, store);
    vi.advanceTimersByTime(3_600_000);
    expect(await signIn(endpoint, store)).toEqual(bearer("access-1"));
    expect(endpoint.used()).toEqual(["first", "first"]);
  });
});

describe("another configured credential", () => {
  it.each([
    ["refresh token", given("second")],
    ["client", given("first", "other-client")],
  ])("another %s: what is stored of the former one is not used", async (_, credentials) => {
    const [endpoint, store] = [endpointAt(), memory()];
    await signIn(endpoint, store);
    endpoint.good = credentials.get("refreshToken") ?? "";
    expect(await signIn(endpoint, store, { credentials })).toEqual(bearer("access-2"));
    expect(endpoint.used()).toEqual(["first", credentials.get("refreshToken")]);
    vi.advanceTimersByTime(3_600_000);
    expect(await signIn(endpoint, store, { credentials })).toEqual(bearer("access-3"));
    expect(endpoint.used().at(-1)).toBe("refresh-2");
  });

  it("by mistake destroys nothing: the right one goes on where it was", async () => {
    const [endpoint, store] = [endpointAt(), memory()];
    await signIn(endpoint, store);
    vi.advanceTimersByTime(3_600_000);
    const mistaken = await signIn(endpoint, store, { credentials: given("mistaken") });
    expect(mistaken).toMatchObject({ ok: false, code: "invalid_grant" });
    expect(await signIn(endpoint, store)).toEqual(bearer("access-2"));
    expect(endpoint.used()).toEqual(["first", "mistaken", "refresh-1"]);
  });
});

describe("a refused access token", () => {
  const refused = bearer("access-1");

  it("is renewed", async () => {
    const [endpoint, store] = [endpointAt(), memory()];
    await signIn(endpoint, store);
    expect(await signIn(endpoint, store, { renew: true, refused })).toEqual(bearer("access-2"));
  });

  it("is replaced by what another run has stored since, without using up a token", async () => {
    const [endpoint, store] = [endpointAt(), memory()];
    await signIn(endpoint, store);
    await signIn(endpoint, store, { renew: true, refused });
    expect(await signIn(endpoint, store, { renew: true, refused })).toEqual(bearer("access-2"));
    expect(endpoint.used()).toEqual(["first", "refresh-1"]);
  });

  it("is looked up again once it is this run's turn", async () => {
    const [endpoint, store] = [endpointAt(), memory()];
    await signIn(endpoint, store);
    const late: SignIn["tokens"] = {
      ...store.tokens,
      exclusively: async (work) => {
        // The other run is faster.
        await signIn(endpoint, store, { renew: true, refused });
        return work();
      },
    };
    expect(await signIn(endpoint, { tokens: late }, { renew: true, refused })).toEqual(bearer("access-2"));
    expect(endpoint.used()).toEqual(["first", "refresh-1"]);
  });
});

describe("a refused refresh token", () => {
  it("falls back on the configured one, which a server that was set up anew knows", async () => {
    const store = memory();
    await signIn(endpointAt(), store);
    vi.advanceTimersByTime(3_600_000);
    const anew = endpointAt();
    expect(await signIn(anew, store)).toEqual(bearer("access-1"));
    expect(anew.used()).toEqual(["refresh-1", "first"]);
    expect(refreshIn(store)).toEqual(["refresh-1"]);
  });

  it("says what to do where there is no other, and nothing is forgotten", async () => {
    const store = memory();
    await signIn(endpointAt(), store);
    vi.advanceTimersByTime(3_600_000);
    const failure = (await signIn(endpointAt("else"), store)) as Failure;
    expect(failure).toMatchObject({ ok: false, reason: "unauthenticated", code: "invalid_grant" });
    expect(failure.message).toMatchInlineSnapshot(
      `"Refused. A refresh token works once and for about six months: this one was used elsewhere, or is too old. Sign in anew, and configure the refresh token that this gives."`,
    );
    expect(refreshIn(store)).toEqual(["refresh-1"]);
  });
});

describe("what goes wrong on the way", () => {
  it.each<[string, Outcome, RegExp]>([
    [
      "a wrong client",
      refusal("invalid_client", "Client authentication failed"),
      /^Client authentication failed$/,
    ],
    [
      "a lost answer",
      { ok: false, reason: "lost", code: "Lost", message: "No answer came", status: null },
      /^No answer came\. The refresh token may be used up/,
    ],
    [
      "no connection",
      { ok: false, reason: "unreachable", code: "Down", message: "Nobody is there", status: null },
      /^Nobody is there$/,
    ],
    [
      "no access token",
      { ok: true, status: 200, body: { token_type: "bearer", expires_in: 1 } },
      /access_token/,
    ],
    [
      "another kind of token",
      { ok: true, status: 200, body: { access_token: "a", token_type: "mac", expires_in: 9 } },
      /token_type/,
    ],
    ["a token with a blank", pair("a b", "c"), /access_token/],
    ["no time", pair("a", "b", 0), /expires_in/],
  ])("%s", async (_, answer, words) => {
    const [endpoint, store] = [endpointAt(), memory()];
    endpoint.next = answer;
    const failure = (await signIn(endpoint, store)) as Failure;
    expect(failure.ok).toBe(false);
    expect(failure.message).toMatch(words);
    expect(refreshIn(store)).toEqual([]);
    // Nothing is used up by it, if the server did not take it.
    expect(await signIn(endpoint, store)).toEqual(bearer("access-1"));
  });

  it("a store that cannot be written costs no token", async () => {
    const endpoint = endpointAt();
    await expect(
      signIn(
        endpoint,
        memory(new Map(), () => true),
      ),
    ).rejects.toThrow("the disk is full");
    expect(endpoint.seen).toEqual([]);
  });

  it("a run that ends between any two writes is carried on, save before the new token is stored", async () => {
    const ends: string[] = [];
    for (let end = 1; end <= 3; end += 1) {
      const endpoint = endpointAt();
      const store = memory(undefined, (write) => write === end);
      await expect(signIn(endpoint, store)).rejects.toThrow();
      const next = await signIn(endpoint, memory(store.stored));
      ends.push("authorization" in next ? "goes on" : "is locked out");
    }
    expect(ends).toEqual(["goes on", "is locked out", "goes on"]);
  });

  it.each([
    "",
    "{",
    "[]",
    "null",
    '{"until":9e99}',
    '{"token":7,"until":9e99}',
    '{"token":"x","until":"9e99"}',
  ])("a damaged access token counts for nothing: %s", async (text) => {
    const [endpoint, store] = [endpointAt(), memory()];
    await signIn(endpoint, store);
    for (const name of store.stored.keys()) if (name.startsWith("access")) store.stored.set(name, text);
    expect(await signIn(endpoint, store)).toEqual(bearer("access-2"));
  });
});

describe("credentials", () => {
  it.each(["clientId", "clientSecret", "refreshToken"])("without a good %s nothing is sent", async (part) => {
    const endpoint = endpointAt();
    for (const value of [undefined, " ", "zwei Wörter", "a\nb"]) {
      const credentials = given();
      if (value === undefined) credentials.delete(part);
      else credentials.set(part, value);
      const failure = (await signIn(endpoint, memory(), { credentials })) as Failure;
      expect(failure).toMatchObject({ ok: false, reason: "unauthenticated", code: "NoCredential" });
      expect(failure.message).toContain(part);
      expect(failure.message).not.toMatch(/Wörter|a\nb/);
    }
    expect(endpoint.seen).toEqual([]);
  });

  it("may stand between line ends", async () => {
    expect(await signIn(endpointAt(), memory(), { credentials: given(" first\n") })).toEqual(
      bearer("access-1"),
    );
  });
});
