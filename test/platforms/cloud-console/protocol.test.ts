/** What answers mean, which routes only read, and what became of a write whose answer was lost. */
import { describe, expect, it } from "vitest";
import type { Request } from "../../../src/model/protocol.ts";
import { cloudConsole } from "../../../src/platforms/cloud-console/index.ts";
import { type Operation, writes } from "../../../src/platforms/cloud-console/writes.ts";
import { resolveUrls } from "../../../src/run/credentials.ts";
import { type Answers, readerOf, refusal } from "./support.ts";

const { protocol } = cloudConsole;
const error = (code: string, message = "words") => JSON.stringify({ code, message });
const outcomeOf = (status: number, text = "", operation: string | null = null) =>
  protocol.outcome({ status, headers: {}, text }, operation);

describe("a success", () => {
  it.each([
    [200, "", null],
    [204, "", null],
    [201, '{"id":"p1"}', { id: "p1" }],
    [200, "[]", []],
  ])("is %i with %j", (status, text, body) => {
    expect(outcomeOf(status, text)).toEqual({ ok: true, status, body });
  });

  it("that breaks off is lost, and in words it is malformed", () => {
    expect(outcomeOf(200, '[{"id":')).toMatchObject({ ok: false, reason: "lost" });
    expect(outcomeOf(200, "fine")).toMatchObject({ ok: false, reason: "malformed" });
    expect(outcomeOf(200, "<html>")).toMatchObject({ ok: false, reason: "malformed" });
  });
});

describe("a refusal", () => {
  it.each([
    [400, "invalid"],
    [401, "unauthenticated"],
    [403, "forbidden"],
    [404, "missing"],
    [405, "invalid"],
    [409, "conflict"],
    [429, "limited"],
    [500, "unavailable"],
    [503, "unavailable"],
  ])("with %i is %s, whatever its body", (status, reason) => {
    expect(outcomeOf(status, error("why"))).toEqual({
      ok: false,
      reason,
      status,
      code: "why",
      message: "words",
    });
    expect(outcomeOf(status)).toMatchObject({ reason, code: `HTTP ${status}`, message: "" });
    expect(outcomeOf(status, "No such thing")).toMatchObject({
      reason,
      code: `HTTP ${status}`,
      message: "No such thing",
    });
  });

  it.each([
    [
      "the gateway's envelope",
      '{"errorCode":"ERR_DIRECT_INVOKE","message":"fail to invoke"}',
      "ERR_DIRECT_INVOKE",
      "fail to invoke",
    ],
    ["an envelope without words", '{"code":"why"}', "why", ""],
    ["words that are none", '{"code":7,"message":["x"]}', "HTTP 400", ""],
    ["a list", "[1]", "HTTP 400", "[1]"],
    ["terminal sequences", error("a\u001b[31mb", "c\nd\u202e"), "a [31mb", "c d"],
  ])("is read in %s", (_name, text, code, message) => {
    expect(outcomeOf(400, text)).toMatchObject({ code, message });
  });

  it("in HTML is none of the API's", () => {
    expect(outcomeOf(404, "<html>nginx</html>").ok).toBe(false);
    expect(outcomeOf(404, "<html>nginx</html>")).toMatchObject({ reason: "malformed", status: 404 });
    expect(JSON.stringify(outcomeOf(404, "<p>"))).toContain("Is the URL that of the API?");
    expect(JSON.stringify(outcomeOf(502, "<p>"))).not.toContain("Is the URL that of the API?");
  });

  it("of the gateway about a region asks whether there is one", () => {
    const text = '{"errorCode":"ERR_DIRECT_INVOKE","message":"fail to invoke"}';
    const words = "fail to invoke. Is there such a region?";
    expect(outcomeOf(500, text, "project.create")).toMatchObject({ reason: "unavailable", message: words });
    expect(outcomeOf(500, text, "group.create")).toMatchObject({ message: "fail to invoke" });
    expect(outcomeOf(500, '{"errorCode":"ERR_DIRECT_INVOKE"}', "project.delete")).toMatchObject({
      message: "Is there such a region?",
    });
  });
});

describe("already so", () => {
  const gone: Readonly<Record<Operation, string>> = {
    "organization.create": "missing",
    "organization.rename": "missing",
    "organization.delete": "already",
    "organization.leave": "already",
    "project.create": "missing",
    "project.rename": "missing",
    "project.delete": "already",
    "group.create": "missing",
    "group.rename": "missing",
    "group.delete": "already",
    "group.assign": "missing",
    "group.unassign": "already",
    "member.invite": "missing",
    "member.uninvite": "already",
    "member.remove": "already",
    "administrator.invite": "missing",
    "administrator.uninvite": "already",
    "administrator.remove": "already",
    "owner.invite": "missing",
    "transfer.start": "missing",
    "transfer.cancel": "already",
    "billing.replace": "missing",
  };

  it.each(Object.entries(gone))("%s where there is no such thing: %s", (operation, reason) => {
    expect(outcomeOf(404, error("not_found"), operation)).toMatchObject({ reason });
    expect(outcomeOf(404, "", operation)).toMatchObject({ reason });
  });

  it.each(["project.delete", "group.unassign", "administrator.remove", "transfer.cancel"])(
    "not %s in an organization that cannot be seen: nobody knows what is in there",
    (operation) => {
      expect(outcomeOf(404, error("organization_not_found"), operation)).toMatchObject({ reason: "missing" });
    },
  );

  it.each([
    ["member.invite", "already_member", "already"],
    ["member.invite", "already_invited", "already"],
    ["member.invite", "user_is_administrator", "conflict"],
    ["administrator.invite", "already_administrator", "already"],
    ["administrator.invite", "already_invited", "already"],
    ["administrator.invite", "user_is_project_member", "conflict"],
    ["owner.invite", "already_invited", "already"],
    ["transfer.start", "transfer_pending", "conflict"],
    ["transfer.start", "not_an_administrator", "conflict"],
    ["group.create", "group_name_taken", "conflict"],
    ["group.create", "already_invited", "conflict"],
    ["project.create", "already_member", "conflict"],
    ["organization.delete", "org_has_projects", "conflict"],
  ])("%s refused as %s: %s", (operation, code, reason) => {
    expect(outcomeOf(409, error(code), operation)).toMatchObject({ reason, code });
  });
});

describe("routes that only read", () => {
  const reads = (method: string, path: string) =>
    protocol.reads.some((route) => route.method === method && route.path.test(`/v1.0/invoke/${path}`));
  const e = "gotham-enterprises/method";

  it.each([
    `${e}/users/me`,
    `${e}/users`,
    `${e}/regions`,
    `${e}/orgs`,
    `${e}/orgs/o1/projects`,
    `${e}/orgs/o1/admins`,
    `${e}/orgs/o1/transfer`,
    `${e}/orgs/o1/groups`,
    `${e}/orgs/o1/groups/g1`,
    "gotham-bank/method/orgs",
  ])("GET %s, and nothing else there", (path) => {
    expect(reads("GET", path)).toBe(true);
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) expect(reads(method, path)).toBe(false);
    expect(reads("GET", `${path}/x/y/z`)).toBe(false);
    expect(reads("GET", `x/${path}`)).toBe(false);
  });

  it("signing in is none of them: only the session may do it", () => {
    expect(protocol.reads.some(({ path }) => path.test("/get-tokens"))).toBe(false);
  });
});

describe("hosts", () => {
  const connection = (urls: object, unverified = false) => ({
    name: "cloud-console",
    platform: "cloud-console",
    urls: { ...urls },
    credentials: {},
    ...(unverified ? { unverified } : {}),
  });
  const resolve = (urls: object, unverified = false) => {
    const { urls: found, findings } = resolveUrls(connection(urls, unverified), cloudConsole, {});
    return [found, findings.map(({ code }) => code)];
  };

  it("have no usual URL; signing in is where the API is, unless said otherwise", () => {
    expect(resolve({})).toEqual([{}, ["connection/no-url"]]);
    const api = "https://console.example";
    expect(resolve({ api })).toEqual([{ api, auth: api }, []]);
    expect(resolve({ api, auth: "https://auth.example" })).toEqual([
      { api, auth: "https://auth.example" },
      [],
    ]);
  });

  it("of the makers are refused unless a person asks for them", () => {
    const urls = { api: "https://api.ventuscloud.eu", auth: "https://auth.ventuscloud.eu" };
    expect(resolve(urls)).toEqual([{}, ["connection/bad-url", "connection/bad-url"]]);
    expect(resolve(urls, true)).toEqual([urls, []]);
  });
});

describe("a write whose answer was lost", () => {
  const admins = "enterprises orgs/o1/admins";
  const owner = { id: "u1", email: "a@x", role: "owner", pending: false };
  const invited = { id: "Bob@X", email: "Bob@X", role: "", pending: true };
  const group = (members: readonly (typeof invited)[]) => ({ projects: [], members });
  const request = (method: Request["method"], path: string, body?: Request["body"]): Request => ({
    method,
    path: `/v1.0/invoke/${path}`,
    ...(body === undefined ? {} : { body }),
  });
  const inviteAdmin = request("POST", "gotham-enterprises/method/orgs/o1/admins", { email: "bob@x" });
  const inviteMember = request("POST", "gotham-enterprises/method/orgs/o1/groups/g1/members", {
    email: "bob@x",
  });
  const offer = request("POST", "gotham-enterprises/method/orgs/o1/transfer", { userId: "u2" });
  const newProject = request("POST", "gotham-upper-austria-identity/method/o1/projects/my%20web");
  const newGroup = request("POST", "gotham-enterprises/method/orgs/o1/groups", { name: "web" });
  const newOrganization = request("POST", "gotham-enterprises/method/orgs", { name: "Acme" });
  const project = (id: string, name = "my web", region = "Upper-Austria") => ({ id, name, region });
  const regions = { "enterprises regions": [] };

  const find = async (
    operation: Operation,
    sent: Request,
    answers: Answers,
    known: readonly string[] = [],
  ) => {
    const policy = writes[operation];
    if (!("find" in policy)) throw new Error(`${operation} is not looked for`);
    const found = await policy.find(readerOf(answers).reader, sent, (id) => known.includes(id));
    if (found === null) return null;
    return found.ok ? JSON.stringify(found.body) : found.reason;
  };

  it.each<[string, Operation, Request, Answers, string[], string | null]>([
    [
      "an administrator who is invited by now",
      "administrator.invite",
      inviteAdmin,
      { [admins]: [owner, invited] },
      [],
      '{"id":"Bob@X"}',
    ],
    [
      "one who has accepted by now",
      "administrator.invite",
      inviteAdmin,
      { [admins]: [owner, { id: "u2", email: "bob@x", role: "administrator", pending: false }] },
      [],
      '{"id":"u2"}',
    ],
    ["one who is not there", "administrator.invite", inviteAdmin, { [admins]: [owner] }, [], null],
    ["an owner-to-be", "owner.invite", inviteAdmin, { [admins]: [owner, invited] }, [], '{"id":"Bob@X"}'],
    ["administrators that cannot be seen", "administrator.invite", inviteAdmin, {}, [], "missing"],
    [
      "a member who is invited by now",
      "member.invite",
      inviteMember,
      { "enterprises orgs/o1/groups/g1": group([invited]) },
      [],
      '{"id":"Bob@X"}',
    ],
    [
      "a member who is not there",
      "member.invite",
      inviteMember,
      { "enterprises orgs/o1/groups/g1": group([]) },
      [],
      null,
    ],
    ["a group that cannot be seen", "member.invite", inviteMember, {}, [], "missing"],
    [
      "an offer that waits",
      "transfer.start",
      offer,
      { "enterprises orgs/o1/transfer": { userId: "u2", email: "bob@x", status: "pending" } },
      [],
      '{"userId":"u2"}',
    ],
    [
      "an offer to somebody else",
      "transfer.start",
      offer,
      { "enterprises orgs/o1/transfer": { userId: "u3", email: "c@x", status: "pending" } },
      [],
      null,
    ],
    [
      "an offer that was accepted at once",
      "transfer.start",
      offer,
      { [admins]: [{ ...owner, id: "u2" }] },
      [],
      '{"userId":"u2"}',
    ],
    ["no offer", "transfer.start", offer, { [admins]: [owner] }, [], null],
    [
      "an offer that cannot be seen",
      "transfer.start",
      offer,
      { "enterprises orgs/o1/transfer": refusal("forbidden") },
      [],
      "forbidden",
    ],
    ["an offer that is gone, and nobody to ask", "transfer.start", offer, {}, [], "missing"],
    [
      "a new project of that name in that region",
      "project.create",
      newProject,
      {
        ...regions,
        "enterprises orgs/o1/projects": [
          project("p1"),
          project("p2", "my web", "Vienna"),
          project("p3", "other"),
        ],
      },
      [],
      '{"id":"p1"}',
    ],
    [
      "a project that was there before",
      "project.create",
      newProject,
      { ...regions, "enterprises orgs/o1/projects": [project("p1")] },
      ["p1"],
      null,
    ],
    [
      "two new projects of one name",
      "project.create",
      newProject,
      { ...regions, "enterprises orgs/o1/projects": [project("p1"), project("p2")] },
      [],
      "conflict",
    ],
    ["projects that cannot be seen", "project.create", newProject, regions, [], "missing"],
    [
      "regions that are not told",
      "project.create",
      newProject,
      { "enterprises regions": refusal("unavailable") },
      [],
      "unavailable",
    ],
    [
      "a new group of that name",
      "group.create",
      newGroup,
      {
        "enterprises orgs/o1/groups": [
          { id: "g1", name: "web" },
          { id: "g2", name: "ml" },
        ],
      },
      [],
      '{"id":"g1"}',
    ],
    [
      "a group that was there before",
      "group.create",
      newGroup,
      { "enterprises orgs/o1/groups": [{ id: "g1", name: "web" }] },
      ["g1"],
      null,
    ],
    ["groups that cannot be seen", "group.create", newGroup, {}, [], "missing"],
    [
      "a new organization of that name",
      "organization.create",
      newOrganization,
      {
        "enterprises orgs": [
          { id: "o1", name: "Acme", role: "owner" },
          { id: "o2", name: "Acme", role: "administrator" },
        ],
      },
      [],
      '{"id":"o1"}',
    ],
    [
      "an organization that was there before",
      "organization.create",
      newOrganization,
      { "enterprises orgs": [{ id: "o1", name: "Acme", role: "owner" }] },
      ["o1"],
      null,
    ],
    ["organizations that cannot be seen", "organization.create", newOrganization, {}, [], "missing"],
  ])("is looked for: %s", async (_name, operation, sent, answers, known, found) => {
    expect(await find(operation, sent, answers, known)).toBe(found);
  });

  it("is not sent again unseen where it makes something or sends a mail", () => {
    const checked = Object.entries(writes).filter(([, { repeat }]) => repeat === "check");
    expect(checked.map(([name]) => name)).toEqual([
      "organization.create",
      "project.create",
      "group.create",
      "member.invite",
      "administrator.invite",
      "owner.invite",
      "transfer.start",
    ]);
    expect(Object.values(writes).every(({ repeat }) => repeat === "check" || repeat === "safe")).toBe(true);
  });
});
