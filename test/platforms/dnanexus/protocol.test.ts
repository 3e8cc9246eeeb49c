import { afterEach, describe, expect, it } from "vitest";
import type { Failure, Outcome, Reader, Request } from "../../../src/model/protocol.ts";
import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";
import { writes } from "../../../src/platforms/dnanexus/writes.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { connectAs } from "./support.ts";

const { protocol } = dnanexus;

function answer(status: number, text: string, operation: string | null = null): Outcome {
  return protocol.outcome({ status, headers: {}, text }, operation);
}

function refused(status: number, type: string, message = "no", operation: string | null = null): string {
  const outcome = answer(status, JSON.stringify({ error: { type, message } }), operation);
  return outcome.ok ? "ok" : outcome.reason;
}

describe("outcomes", () => {
  it.each([
    [400, "MalformedJSON", "invalid"],
    [401, "InvalidAuthentication", "unauthenticated"],
    [401, "PermissionDenied", "forbidden"],
    [403, "SpendingLimitExceeded", "forbidden"],
    [403, "OrgExpired", "forbidden"],
    [404, "ResourceNotFound", "missing"],
    [422, "InvalidInput", "invalid"],
    [422, "InvalidState", "conflict"],
    [422, "InvalidType", "invalid"],
    [429, "RateLimitConditional", "limited"],
    [500, "InternalError", "unavailable"],
    [503, "ServiceUnavailable", "unavailable"],
    [401, "SomethingNew", "forbidden"],
    [404, "SomethingNew", "missing"],
    [422, "SomethingNew", "invalid"],
    [429, "SomethingNew", "limited"],
    [502, "SomethingNew", "unavailable"],
    [422, "constructor", "invalid"],
  ])("%i %s is %s", (status, type, reason) => {
    expect(refused(status, type)).toBe(reason);
  });

  it.each([
    [422, "InvalidState", "Failed to acquire lock on project-x", "busy"],
    [409, "LockConflict", "could not acquire the lock", "busy"],
    [401, "PermissionDenied", "You may not acquire a lock", "forbidden"],
    [422, "InvalidState", "The block list is full", "conflict"],
  ])('%i %s "%s" is %s', (status, type, message, reason) => {
    expect(refused(status, type, message)).toBe(reason);
  });

  it.each([
    ["org.removeMember", "already"],
    ["project.destroy", "already"],
    ["org.invite", "missing"],
    ["project.decreasePermissions", "missing"],
    [null, "missing"],
  ])("ResourceNotFound to %s is %s", (operation, reason) => {
    expect(refused(404, "ResourceNotFound", "gone", operation)).toBe(reason);
  });

  it.each([
    [200, "{}", "ok"],
    [200, "[]", "malformed"],
    [200, "null", "malformed"],
    [200, "", "malformed"],
    [200, '{"results":[', "lost"],
    [200, "<html>", "malformed"],
    [504, "<html>Gateway Time-out</html>", "malformed"],
    [404, "Not Found", "malformed"],
    [400, '{"error":"text"}', "malformed"],
    [400, '{"error":{"type":7}}', "malformed"],
  ])("%i %s is %s", (status, text, reason) => {
    const outcome = answer(status, text);
    expect(outcome.ok ? "ok" : outcome.reason).toBe(reason);
  });

  it("cleans what a server says", () => {
    const outcome = answer(
      422,
      JSON.stringify({ error: { type: "Invalid\u001b[31m", message: "a\u001b[2Jb\nc" } }),
    );
    expect(outcome).toMatchObject({ code: "Invalid [31m", message: "a [2Jb c" });
  });
});

describe("credentials", () => {
  const authorize = (token?: string) =>
    protocol.authorize({
      credentials: new Map(token === undefined ? [] : [["token", token]]),
      tokens: { get: async () => undefined, set: async () => {}, exclusively: (work) => work() },
      send: async () => ({ ok: true, status: 200, body: {} }),
      renew: false,
    });

  it("are a bearer token, alone", async () => {
    expect(await authorize(" abc123\n")).toEqual({ authorization: "Bearer abc123" });
  });

  it.each([undefined, "", "two words", "Zeilen\numbruch", "ü"])("%j is none", async (token) => {
    const failure = (await authorize(token)) as Failure;
    expect(failure).toMatchObject({ ok: false, reason: "unauthenticated", code: "NoToken" });
    expect(failure.message).not.toContain("words");
  });
});

describe("routes", () => {
  const reads = [
    "/system/whoami",
    "/system/findOrgs",
    "/user-a/describe",
    "/org-a..b/describe",
    "/project-x/describe",
    "/app-qc/describe",
    "/org-a/findMembers",
    "/org-a/findProjects",
    "/org-a/findApps",
    "/app-qc/listDevelopers",
  ];
  const others = [
    "/org/new",
    "/project/new",
    "/org-a/update",
    "/org-a/invite",
    "/org-a/setMemberAccess",
    "/org-a/removeMember",
    "/org-a/describe/invite",
    "/org-a/invite/describe",
    "/x/org-a/describe",
    "/project-x/invite",
    "/project-x/describeX",
    "/app-qc/addDevelopers",
  ];
  const isRead = (path: string) =>
    protocol.reads.some((each) => each.method === "POST" && each.path.test(path));
  it.each(reads)("%s reads", (path) => expect(isRead(path)).toBe(true));
  it.each(others)("%s may write", (path) => expect(isRead(path)).toBe(false));

  it("each write has a policy, a rule and an effect", () => {
    expect(Object.keys(dnanexus.rules.actions).sort()).toEqual(Object.keys(writes).sort());
  });
});

describe("a write whose answer is lost", () => {
  let sandbox: Sandbox | undefined;
  afterEach(() => sandbox?.close());

  async function start(): Promise<{ sandbox: Sandbox; reader: Reader }> {
    sandbox = await startSandbox("dnanexus", {
      seed: {
        users: ["root", "alice", "bob"].map((name) => ({ id: `user-${name}` })),
        orgs: [{ id: "org-acme", members: { "user-root": "ADMIN", "user-alice": "MEMBER" } }],
        projects: [
          {
            name: "shared",
            billTo: "org-acme",
            permissions: { "user-root": "ADMINISTER", "user-alice": "UPLOAD" },
          },
          { name: "twin", billTo: "org-acme" },
          { name: "twin", billTo: "org-acme" },
          { name: "only", billTo: "org-acme" },
          { name: "dark", billTo: "org-acme", permissions: { "user-alice": "ADMINISTER" } },
        ],
      },
    });
    return { sandbox, reader: connectAs(sandbox, "user-root").reader };
  }

  async function idsOf(box: Sandbox, name: string): Promise<readonly string[]> {
    const { projects } = box.dump() as { projects: { id: string; name: string }[] };
    return projects.filter((each) => each.name === name).map((each) => each.id);
  }

  const post = (path: string, body: Request["body"] = {}): Request => ({
    method: "POST",
    path,
    body: body ?? {},
  });
  const none = () => false;

  it("an invitation: the member is there, is not, or is another than was asked for", async () => {
    const { reader } = await start();
    const find = (body: Request["body"]) => writes["org.invite"].find(reader, post("/org-acme/invite", body));
    expect(await find({ invitee: "user-alice", level: "MEMBER" })).toMatchObject({
      ok: true,
      body: { state: "accepted" },
    });
    expect(await find({ invitee: "user-bob", level: "MEMBER" })).toBeNull();
    expect(await find({ invitee: "user-alice", level: "ADMIN" })).toMatchObject({
      ok: false,
      reason: "conflict",
    });
  });

  it("a share: the level is held, or is not", async () => {
    const { sandbox: box, reader } = await start();
    const [id] = await idsOf(box, "shared");
    const find = (invitee: string, level: string) =>
      writes["project.invite"].find(reader, post(`/${id}/invite`, { invitee, level }));
    expect(await find("user-alice", "VIEW")).toMatchObject({ ok: true });
    expect(await find("user-alice", "UPLOAD")).toMatchObject({ ok: true });
    expect(await find("user-alice", "CONTRIBUTE")).toBeNull();
    expect(await find("user-bob", "VIEW")).toBeNull();
    expect(await find("constructor", "VIEW")).toBeNull();
  });

  it("a project: only one that was not there before can be it", async () => {
    const { sandbox: box, reader } = await start();
    const [only] = await idsOf(box, "only");
    const [first] = await idsOf(box, "twin");
    const find = (name: string, known: (id: string) => boolean) =>
      writes["project.new"].find(reader, post("/project/new", { name, billTo: "org-acme" }), known);
    expect(await find("only", none)).toMatchObject({ ok: true, body: { id: only } });
    expect(await find("only", (id) => id === only)).toBeNull();
    expect(await find("fresh", none)).toBeNull();
    expect(await find("twin", (id) => id === first)).toMatchObject({ ok: true });
    expect(await find("twin", none)).toMatchObject({ ok: false, reason: "conflict" });
  });

  it("a leave: the actor is in, or is out", async () => {
    const { sandbox: box, reader } = await start();
    const [[twin], [dark]] = [await idsOf(box, "twin"), await idsOf(box, "dark")];
    const find = (id: string | undefined) => writes["project.leave"].find(reader, post(`/${id}/leave`));
    expect(await find(twin)).toBeNull();
    expect(await find(dark)).toMatchObject({ ok: true });
  });
});
