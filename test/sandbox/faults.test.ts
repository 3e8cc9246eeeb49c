/** What goes wrong on request. */
import { describe, expect, test } from "vitest";
import { type Fault, parseFault } from "../../src/sandbox/faults.ts";
import { acme, type Desk, ids, open, projectId } from "./support.ts";

describe("as written", () => {
  test.each<[string, Fault]>([
    ["429", { kind: "status", status: 429 }],
    [
      "503:route=invite,times=2,after=5,retry-after=1",
      { kind: "status", status: 503, route: "invite", times: 2, after: 5, retryAfter: 1 },
    ],
    ["status:status=500,every=3", { kind: "status", status: 500, every: 3 }],
    ["latency:ms=50", { kind: "latency", ms: 50 }],
    ["latency:ms=50,jitter=20", { kind: "latency", ms: 50, jitter: 20 }],
    ["lost:route=project/new,times=1", { kind: "lost", route: "project/new", times: 1 }],
    ["reset", { kind: "reset" }],
    ["lost:on=writes,times=1", { kind: "lost", on: "writes", times: 1 }],
    ["html", { kind: "html" }],
    ["truncate", { kind: "truncate" }],
    ["loop:route=findMembers", { kind: "loop", route: "findMembers" }],
    ["lock", { kind: "lock" }],
  ])("%s", (text, fault) => {
    expect(parseFault(text)).toEqual(fault);
  });

  test.each([
    ["explode", /no known kind; known are .*latency, lost, reset, html, truncate, loop, lock/],
    ["", /no known kind/],
    [
      "lost:color=red",
      /unknown key "color"; known are route, on, times, after, every, status, retry-after, ms, jitter/,
    ],
    ["lost:times", /whole number of at least 1 for "times"/],
    ["lost:times=0", /whole number of at least 1/],
    ["lost:times=two", /whole number/],
    ["lost:route=", /empty "route"/],
    ["lost:on=both", /needs "reads" or "writes" for "on"/],
    ["lost:ms=5", /"ms", which is for latency only/],
    ["reset:retry-after=1", /"retry-after", which is for status only/],
    ["200", /from 400 to 599/],
    ["600", /from 400 to 599/],
    ["status", /needs "status"/],
    ["latency", /needs "ms"/],
  ])("%s is refused", (text, message) => {
    expect(() => parseFault(text)).toThrow(message);
    expect(() => parseFault(text)).toThrow(expect.objectContaining({ name: "SandboxError" }));
  });

  test("given as data they are checked too", async () => {
    await expect(open(acme, { faults: [{ kind: "latency" }] })).rejects.toThrow(/needs "ms"/);
    const desk = await open(acme);
    expect(() => desk.setFaults([{ kind: "lost", times: -1 }])).toThrow(/times/);
  });
});

const whoami = ({ ask }: Desk) => ask("user-alice", "/system/whoami");

async function statuses(desk: Desk, count: number): Promise<number[]> {
  const found: number[] = [];
  for (let turn = 0; turn < count; turn += 1) found.push((await whoami(desk)).status);
  return found;
}

describe("status", () => {
  test.each([
    [429, "RateLimitConditional"],
    [503, "ServiceUnavailable"],
    [500, "InternalError"],
    [502, "InternalError"],
    [401, "InvalidAuthentication"],
    [404, "ResourceNotFound"],
  ])("%d is %s in the envelope", async (status, type) => {
    const desk = await open(acme, { faults: [{ kind: "status", status, retryAfter: 7 }] });
    const answer = await whoami(desk);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ error: { type, message: expect.any(String) } });
    expect(answer.headers.get("retry-after")).toBe("7");
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
  });

  test("counts: after, every, times", async () => {
    const desk = await open(acme, { faults: [parseFault("503:times=2")] });
    expect(await statuses(desk, 4)).toEqual([503, 503, 200, 200]);
    desk.setFaults([parseFault("503:after=2,times=1")]);
    expect(await statuses(desk, 4)).toEqual([200, 200, 503, 200]);
    desk.setFaults([parseFault("503:every=2")]);
    expect(await statuses(desk, 5)).toEqual([200, 503, 200, 503, 200]);
    desk.setFaults([parseFault("503:times=1"), parseFault("429:times=1")]);
    expect(await statuses(desk, 3)).toEqual([503, 429, 200]);
    desk.setFaults([]);
    expect(await statuses(desk, 2)).toEqual([200, 200]);
  });

  test("concerns its route only, and does not act", async () => {
    const desk = await open(acme, { faults: [parseFault("503:route=invite")] });
    const before = desk.dump();
    expect((await whoami(desk)).status).toBe(200);
    expect((await desk.ask("user-alice", "/org-acme/invite", { invitee: "user-dave" })).status).toBe(503);
    expect(desk.dump()).toEqual(before);
  });

  test("concerns reads alone, or writes alone", async () => {
    const invite = (desk: Desk) => desk.ask("user-alice", "/org-acme/invite", { invitee: "user-dave" });
    const desk = await open(acme, { faults: [parseFault("503:on=writes")] });
    expect([(await whoami(desk)).status, (await invite(desk)).status]).toEqual([200, 503]);
    desk.setFaults([parseFault("503:on=reads")]);
    expect([(await whoami(desk)).status, (await invite(desk)).status]).toEqual([503, 200]);
  });
});

describe("the connection", () => {
  test("lost: the server acts, nobody hears of it", async () => {
    const desk = await open(acme, { faults: [parseFault("lost:route=invite,times=1")] });
    await expect(desk.ask("user-alice", "/org-acme/invite", { invitee: "user-dave" })).rejects.toThrow();
    expect(await desk.verdict("user-alice", "/org-acme/invite", { invitee: "user-dave" })).toBe(
      "InvalidState",
    );
    expect(desk.requests.map(({ status, fault }) => [status, fault])).toEqual([
      [0, "lost"],
      [422, undefined],
    ]);
  });

  test("reset: nothing happens", async () => {
    const desk = await open(acme, { faults: [parseFault("reset:times=1")] });
    const before = desk.dump();
    await expect(desk.ask("user-alice", "/org-acme/invite", { invitee: "user-dave" })).rejects.toMatchObject({
      cause: { code: "ECONNRESET" },
    });
    expect(desk.dump()).toEqual(before);
    expect((await whoami(desk)).status).toBe(200);
  });

  test("truncate: half an answer, then nothing", async () => {
    const desk = await open(acme, { faults: [parseFault("truncate:times=1")] });
    const headers = {
      authorization: `Bearer ${desk.tokens["user-alice"]}`,
      "content-type": "application/json",
    };
    const response = await fetch(`${desk.url}/org-acme/describe`, { method: "POST", headers, body: "{}" });
    expect(response.status).toBe(200);
    expect(Number(response.headers.get("content-length"))).toBeGreaterThan(100);
    await expect(response.text()).rejects.toThrow();
    expect((await whoami(desk)).status).toBe(200);
  });

  test("html: a gateway's page", async () => {
    const desk = await open(acme, { faults: [parseFault("html")] });
    const headers = { authorization: `Bearer ${desk.tokens["user-alice"]}` };
    const response = await fetch(`${desk.url}/system/whoami`, { method: "POST", headers, body: "{}" });
    expect([response.status, response.headers.get("content-type")]).toEqual([504, "text/html"]);
    expect(await response.text()).toMatch(/^<html>/);
  });
});

test("latency waits", async () => {
  const desk = await open(acme, { faults: [parseFault("latency:ms=40,jitter=5")] });
  const start = performance.now();
  await whoami(desk);
  expect(performance.now() - start).toBeGreaterThanOrEqual(38);
});

describe("loop", () => {
  test("answers the first page for ever, with the same next", async () => {
    const desk = await open(acme, { faults: [parseFault("loop:route=findMembers")] });
    const seen = new Set<string>();
    let starting: unknown = null;
    for (let turn = 0; turn < 4; turn += 1) {
      const answer = await desk.ask("user-alice", "/org-acme/findMembers", { limit: 2, starting });
      seen.add(JSON.stringify(answer.body));
      starting = answer.body["next"];
    }
    expect(seen.size).toBe(1);
    expect(starting).not.toBeNull();
  });

  test("also where everything fits on one page; other routes are left alone", async () => {
    const desk = await open(acme, { faults: [parseFault("loop:times=1")] });
    expect((await whoami(desk)).body).toEqual({ id: "user-alice" });
    const found = await desk.ask("user-alice", "/org-acme/findMembers", {});
    expect(ids(found)).toHaveLength(3);
    expect(found.body["next"]).not.toBeNull();
    expect((await whoami(desk)).body).toEqual({ id: "user-alice" });
  });
});

describe("locks", () => {
  const [one, two] = [projectId("B"), projectId("F")];
  const seed = {
    ...acme,
    projects: [one, two].map((id) => ({ id, name: id, billTo: "user-alice" })),
  };
  const locked = {
    error: { type: "InvalidState", message: expect.stringMatching(/failed to acquire lock/i) },
  };
  const invite = (desk: Desk, id: string, name: string) =>
    desk.ask("user-alice", `/${id}/invite`, { invitee: `user-${name}`, level: "VIEW" });

  test("two writes at once on one project: one of them fails", async () => {
    const desk = await open(seed, { faults: [parseFault("latency:ms=50")] });
    const answers = await Promise.all([invite(desk, one, "bob"), invite(desk, one, "carol")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect(answers.find(({ status }) => status === 422)?.body).toEqual(locked);
  });

  test("different projects, reads, and one after the other are fine", async () => {
    const desk = await open(seed, { faults: [parseFault("latency:ms=20")] });
    const [first, second, read] = await Promise.all([
      invite(desk, one, "bob"),
      invite(desk, two, "bob"),
      desk.ask("user-alice", `/${one}/describe`),
    ]);
    expect([first.status, second.status, read.status]).toEqual([200, 200, 200]);
    desk.setFaults([]);
    for (const name of ["bob", "carol", "dave", "erin"])
      expect((await invite(desk, one, name)).status).toBe(200);
  });

  test("a lock is given back after every end", async () => {
    const desk = await open(seed, {
      faults: ["reset", "lost", "503", "html"].map((kind) => parseFault(`${kind}:times=1`)),
    });
    for (let turn = 0; turn < 4; turn += 1) await invite(desk, one, "bob").catch(() => null);
    expect((await desk.ask("user-alice", `/${one}/invite`, { invitee: 1 })).status).toBe(422);
    expect((await invite(desk, one, "carol")).status).toBe(200);
  });

  test("can be had on request, for the routes that lock", async () => {
    const desk = await open(seed, { faults: [parseFault("lock:times=1")] });
    expect((await whoami(desk)).status).toBe(200);
    expect((await desk.ask("user-alice", "/org-acme/invite", { invitee: "user-dave" })).status).toBe(200);
    expect((await invite(desk, one, "bob")).body).toEqual(locked);
    expect((await invite(desk, one, "bob")).status).toBe(200);
  });
});

describe("rate", () => {
  test("is an account's own, and says when to come back", async () => {
    const desk = await open(acme, { rate: 3 });
    expect(await statuses(desk, 4)).toEqual([200, 200, 200, 429]);
    const refused = await whoami(desk);
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(refused.body).toMatchObject({ error: { type: "RateLimitConditional" } });
    expect((await desk.ask("user-bob", "/system/whoami")).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect((await whoami(desk)).status).toBe(200);
  });

  test("must be a rate", async () => {
    await expect(open(acme, { rate: 0 })).rejects.toThrow(/rate/);
    await expect(open(acme, { rate: Number.NaN })).rejects.toThrow(/rate/);
  });
});
