/** Live state from answers: what is asked for, what is made of it, what is unknown. */
import { describe, expect, it } from "vitest";
import { cloudConsole } from "../../../src/platforms/cloud-console/index.ts";
import { type Answers, readerOf, readFrom, refusal } from "./support.ts";

const forbidden = refusal("forbidden", "forbidden", 403);
const web = { id: "g1", name: "web" };

/** An organization with something of everything, as its owner sees it. */
const whole: Answers = {
  "enterprises orgs": [
    { id: "o1", name: "Acme", role: "owner" },
    { id: "o2", name: "Other", role: "administrator" },
  ],
  "enterprises regions": [
    { name: "Upper-Austria", slug: "upper-austria" },
    { name: "Dev One", slug: "dev-1" },
  ],
  "enterprises orgs/o1/projects": [
    { id: "p1", name: "shop", region: "Upper-Austria" },
    { id: "p2", name: "shop", region: "Dev One" },
    { id: "p3", name: "lab", region: "Vienna" },
  ],
  "enterprises orgs/o1/admins": [
    { id: "u1", fullName: "Alice", email: "Alice@X", role: "owner", pending: false },
    { id: "u2", fullName: "Bob", email: "bob@x", role: "administrator", pending: false },
    { id: "Eve@X", fullName: "", email: "Eve@X", role: "", pending: true },
  ],
  "enterprises orgs/o1/transfer": { userId: "u2", email: "bob@x", status: "pending" },
  "enterprises orgs/o1/groups": [web, { id: "g2", name: "ml" }],
  "enterprises orgs/o1/groups/g1": {
    ...web,
    projects: [{ id: "p1", name: "shop", region: "upper-austria-dev-1" }],
    members: [
      { id: "u3", fullName: "Carol", email: "carol@x", pending: false },
      { id: "Dan@X", fullName: "", email: "Dan@X", pending: true },
    ],
  },
  "enterprises orgs/o1/groups/g2": { id: "g2", name: "ml", projects: [], members: [] },
  "bank orgs": [
    {
      id: "o1",
      name: "Acme",
      status: "Active",
      role: "owner",
      billingAdmins: ["Carol@X"],
      cost: 1,
      currency: "CHF",
    },
  ],
};

const brief = ({
  address,
  id,
  attributes,
  pending,
  facts,
}: Awaited<ReturnType<typeof readFrom>>["resources"][number]) =>
  [address, id, JSON.stringify(attributes), pending, JSON.stringify(facts)]
    .filter((each) => each !== undefined)
    .join(" ");

describe("reading an organization", () => {
  it("gives all that is in it", async () => {
    const { failure, unreadable, resources } = await readFrom(whole);
    expect([failure, unreadable]).toEqual([null, []]);
    expect(resources.map(brief).sort()).toEqual([
      'o1 o1 {"name":"Acme"} {"role":"owner"}',
      'o1/administrators/bob@x {} {"rowId":"u2"}',
      'o1/administrators/eve@x {} eve@x to accept the invitation as administrator {"rowId":"Eve@X"}',
      'o1/billingAdministrators/carol@x {} {"rowId":"Carol@X"}',
      'o1/groups/g1 g1 {"name":"web"}',
      'o1/groups/g1/members/carol@x {} {"rowId":"u3"}',
      'o1/groups/g1/members/dan@x {} dan@x to accept the invitation {"rowId":"Dan@X"}',
      "o1/groups/g1/projects/p1 {}",
      'o1/groups/g2 g2 {"name":"ml"}',
      'o1/owners/alice@x {} {"rowId":"u1"}',
      'o1/owners/bob@x {} bob@x to accept the ownership {"rowId":"u2"}',
      'o1/projects/p1 p1 {"name":"shop","region":"upper-austria"}',
      'o1/projects/p2 p2 {"name":"shop","region":"dev-1"}',
      'o1/projects/p3 p3 {"name":"lab","region":"vienna"}',
    ]);
  });

  it.each([
    [
      "all of it",
      ["project", "group", "administrator", "billing-administrator", "owner"],
      ["bank orgs", "admins", "groups", "groups/g1", "groups/g2", "projects", "transfer"],
    ],
    ["projects", ["project"], ["admins", "projects"]],
    ["administrators", ["administrator"], ["admins", "projects", "transfer"]],
    ["the owner", ["owner"], ["admins", "projects", "transfer"]],
    ["billing", ["billing-administrator"], ["admins", "bank orgs", "projects"]],
    ["groups", ["group"], ["admins", "groups", "groups/g1", "groups/g2", "projects"]],
    // Perhaps it shall go: then who loses what must be known.
    ["nothing in it", [], ["admins", "bank orgs", "groups", "groups/g1", "groups/g2", "projects"]],
  ])("asks for %s with one request a list, and one a group", async (_name, wants, asked) => {
    const read = await readFrom(whole, wants);
    const always = ["enterprises orgs", "enterprises regions"];
    const full = asked.map((each) => (each.startsWith("bank") ? each : `enterprises orgs/o1/${each}`));
    expect([...read.asked].sort()).toEqual([...always, ...full].sort());
  });

  it.each([
    ["by id", { key: "acme", ids: ["o1"], names: ["Renamed"] }, ["o1"]],
    ["by a key that is its id", { key: "o2", ids: [], names: [] }, ["o2"]],
    ["by name", { key: "acme", ids: [], names: ["Other", "Acme"] }, ["o1", "o2"]],
    ["by name alone, not by its label", { key: "Acme", ids: [], names: ["acme"] }, []],
  ])("finds it %s", async (_name, sought, found) => {
    const { resources } = await readFrom(
      { ...whole, "enterprises orgs/o2/admins": forbidden },
      ["project"],
      sought,
    );
    expect(resources.filter(({ kind }) => kind === "organization").map(({ key }) => key)).toEqual(found);
  });

  it("reads the shared lists once, however many organizations are sought", async () => {
    const two = { key: "x", ids: ["o1", "o2"], names: [] };
    const { asked } = await readFrom(whole, ["billing-administrator"], two);
    for (const shared of ["enterprises orgs", "enterprises regions", "bank orgs"]) {
      expect(asked.filter((each) => each === shared)).toHaveLength(1);
    }
  });

  it("has no regions to know of: lower case will do", async () => {
    const { resources } = await readFrom({ ...whole, "enterprises regions": forbidden }, ["project"]);
    expect(
      resources.filter(({ kind }) => kind === "project").map(({ attributes }) => attributes.region),
    ).toEqual(["upper-austria", "dev one", "vienna"]);
  });

  it("takes a group that was deleted meanwhile for gone", async () => {
    const { resources, unreadable } = await readFrom({
      ...whole,
      "enterprises orgs/o1/groups/g1": undefined,
    });
    expect(resources.filter(({ kind }) => kind === "group").map(({ key }) => key)).toEqual(["g2"]);
    expect(unreadable).toEqual([]);
  });

  it("without an offer of ownership has none", async () => {
    const { resources } = await readFrom({ ...whole, "enterprises orgs/o1/transfer": undefined });
    expect(resources.filter(({ kind }) => kind === "owner").map(({ key }) => key)).toEqual(["alice@x"]);
  });
});

describe("what the actor may not see is unknown, never empty", () => {
  const said = "forbidden: It says no";

  it.each([
    ["projects", ["o1/projects"]],
    ["admins", ["o1/owners", "o1/administrators"]],
    ["transfer", ["o1/owners"]],
    ["groups", ["o1/groups"]],
    ["groups/g1", ["o1/groups/g1/projects", "o1/groups/g1/members"]],
  ])("%s", async (path, places) => {
    const { failure, unreadable } = await readFrom({ ...whole, [`enterprises orgs/o1/${path}`]: forbidden });
    expect(failure).toBeNull();
    expect(unreadable).toEqual(places.map((place) => `${place}: ${said}`));
  });

  it("billing that nobody may see", async () => {
    const { unreadable } = await readFrom({ ...whole, "bank orgs": forbidden });
    expect(unreadable).toEqual([`o1/billingAdministrators: ${said}`]);
  });

  it("billing that is left out of the overview", async () => {
    const { unreadable, resources } = await readFrom({ ...whole, "bank orgs": [] });
    expect(unreadable).toEqual([
      "o1/billingAdministrators: Only the owner and the billing administrators see the billing of this organization, and alice@x is neither.",
    ]);
    expect(resources.some(({ kind }) => kind === "billing-administrator")).toBe(false);
  });

  it("what a member would see of it, which is never the whole", async () => {
    const { unreadable, asked, resources } = await readFrom({
      ...whole,
      "enterprises orgs": [{ id: "o1", name: "Acme", role: "member" }],
    });
    const why = "alice@x is a member of this organization, and sees only what its groups cover.";
    expect(unreadable).toEqual(
      ["projects", "groups", "administrators", "owners"].map((each) => `o1/${each}: ${why}`),
    );
    expect([...asked].sort()).toEqual(["bank orgs", "enterprises orgs", "enterprises regions"]);
    expect(resources[0]?.facts).toEqual({ role: "member" });
  });

  it("an organization of which only the billing can be seen, which is not one that is to be made", async () => {
    const { unreadable, resources, failure } = await readFrom({ ...whole, "enterprises orgs": [] });
    expect(failure).toBeNull();
    expect(resources.map(brief)).toEqual([
      'o1 o1 {"name":"Acme"} {"role":"billing"}',
      'o1/billingAdministrators/carol@x {} {"rowId":"Carol@X"}',
    ]);
    const why = "alice@x sees only the billing of this organization.";
    expect(unreadable).toEqual(
      ["projects", "groups", "administrators", "owners"].map((each) => `o1/${each}: ${why}`),
    );
  });

  it("an organization that may or may not be there, since billing cannot be looked at", async () => {
    const { unreadable, resources } = await readFrom({ "enterprises orgs": [], "bank orgs": forbidden });
    expect([resources, unreadable]).toEqual([[], [`acme/: ${said}`]]);
  });

  it("but one that is nowhere is not there", async () => {
    const { unreadable, resources, asked } = await readFrom({ "enterprises orgs": [], "bank orgs": [] });
    expect([resources, unreadable]).toEqual([[], []]);
    expect(asked).toEqual(["enterprises orgs", "bank orgs"]);
  });
});

describe("a failure that makes the whole read worthless ends it", () => {
  it.each([
    "enterprises orgs",
    "enterprises regions",
    "enterprises orgs/o1/projects",
    "enterprises orgs/o1/admins",
    "enterprises orgs/o1/transfer",
    "enterprises orgs/o1/groups",
    "enterprises orgs/o1/groups/g1",
    "bank orgs",
  ])("%s", async (path) => {
    const { failure } = await readFrom({ ...whole, [path]: refusal("unavailable", "down", 503) });
    expect(failure).toMatchObject({ reason: "unavailable", code: "down" });
  });

  it("also where billing is only looked at for a strange organization", async () => {
    const { failure } = await readFrom({ "enterprises orgs": [], "bank orgs": refusal("lost") });
    expect(failure).toMatchObject({ reason: "lost" });
  });

  it("nothing more is asked after it", async () => {
    const { reader, asked } = readerOf({ ...whole, "enterprises orgs": refusal("unauthenticated") });
    const failure = await cloudConsole.reading.read(
      reader,
      { organizations: [{ key: "acme", ids: [], names: ["Acme"] }], actor: { id: "a@x" }, wants: () => true },
      () => undefined,
    );
    expect(failure).toMatchObject({ reason: "unauthenticated" });
    expect(asked).toEqual(["enterprises orgs"]);
  });
});

describe("who the actor is", () => {
  it("is its e-mail, in lower case", async () => {
    const { reader } = readerOf({
      "enterprises users/me": { id: "u1", email: " Alice@X ".trim(), fullName: "Alice" },
    });
    expect(await cloudConsole.reading.identify(reader)).toEqual({ id: "alice@x", name: "Alice" });
    const nameless = readerOf({ "enterprises users/me": { id: "u1", email: "a@x" } });
    expect(await cloudConsole.reading.identify(nameless.reader)).toEqual({ id: "a@x" });
  });

  it("must be told", async () => {
    const { reader } = readerOf({ "enterprises users/me": { id: "u1" } });
    expect(await cloudConsole.reading.identify(reader)).toMatchObject({ reason: "malformed" });
    expect(await cloudConsole.reading.identify(readerOf({}).reader)).toMatchObject({ reason: "missing" });
  });
});

describe("organizations to import", () => {
  it("are those that the actor manages, by id", async () => {
    const roles = ["owner", "member", "administrator"].map((role, at) => ({
      id: `o${3 - at}`,
      name: "x",
      role,
    }));
    const { reader } = readerOf({ "enterprises orgs": roles });
    expect(await cloudConsole.reading.discover(reader)).toEqual(["o1", "o3"]);
  });

  it("cannot be told without their list", async () => {
    expect(await cloudConsole.reading.discover(readerOf({}).reader)).toMatchObject({ reason: "missing" });
  });
});

describe("whether somebody has an account", () => {
  const lookup = (answers: Answers, ...names: string[]) =>
    cloudConsole.reading.lookup?.(readerOf(answers).reader, names);
  const about = (email: string) => `enterprises users?email,${email}`;

  it.each([
    ["is told, and whose it is", { id: "u1", email: "Bob+1@X" }, { account: "u1" }],
    ["is denied", refusal("missing", "user_not_registered", 404), "missing"],
    ["is not told at all", refusal("missing", "not_found", 404), "unknown"],
    ["is told to others only", forbidden, "unknown"],
  ])("%s", async (_name, answer, presence) => {
    expect(await lookup({ [about("bob+1@x")]: answer }, "bob+1@x", "bob+1@x")).toEqual(
      new Map([["bob+1@x", presence]]),
    );
  });

  it("is asked once a person, and not guessed where the service is down", async () => {
    const down = refusal("unavailable", "down", 503);
    expect(
      await lookup({ [about("a@x")]: { id: "u", email: "a@x" }, [about("b@x")]: down }, "a@x", "b@x"),
    ).toEqual(down);
  });

  it("is not told by an answer about somebody else", async () => {
    expect(await lookup({ [about("a@x")]: { id: "u", email: "b@x" } }, "a@x")).toMatchObject({
      reason: "malformed",
    });
  });
});

describe("answers that are not what was agreed on are used for nothing", () => {
  const row = { id: "u9", fullName: "", email: "z@x", role: "administrator", pending: false };
  const owner = { ...row, id: "u1", email: "a@x", role: "owner" };
  const group = { ...web, projects: [], members: [] };
  const member = { id: "u9", fullName: "", email: "z@x", pending: false };
  const billed = {
    id: "o1",
    name: "Acme",
    status: "",
    role: "owner",
    billingAdmins: [],
    cost: 0,
    currency: "",
  };

  it.each<[path: string, why: string, answer: unknown]>([
    ["enterprises orgs", "an object", { items: [] }],
    ["enterprises orgs", "nothing", null],
    ["enterprises orgs", "no id", [{ name: "Acme", role: "owner" }]],
    ["enterprises orgs", "an unknown role", [{ id: "o1", name: "Acme", role: "root" }]],
    ["enterprises regions", "a text", "vienna"],
    ["enterprises regions", "no slug", [{ name: "Vienna" }]],
    ["enterprises orgs/o1/projects", "an object", {}],
    ["enterprises orgs/o1/projects", "no region", [{ id: "p1", name: "web" }]],
    ["enterprises orgs/o1/projects", "an id that is a number", [{ id: 1, name: "web", region: "Vienna" }]],
    ["enterprises orgs/o1/admins", "nobody, although there is always an owner", []],
    ["enterprises orgs/o1/admins", "no owner", [row]],
    ["enterprises orgs/o1/admins", "two owners", [owner, { ...owner, id: "u2", email: "b@x" }]],
    ["enterprises orgs/o1/admins", "a pending owner", [{ ...owner, pending: true }]],
    ["enterprises orgs/o1/admins", "somebody twice", [owner, row, { ...row, email: "Z@X" }]],
    ["enterprises orgs/o1/admins", "no word of pending", [owner, { ...row, pending: undefined }]],
    ["enterprises orgs/o1/admins", "somebody pending who has a role", [owner, { ...row, pending: true }]],
    ["enterprises orgs/o1/admins", "somebody there who has none", [owner, { ...row, role: "" }]],
    ["enterprises orgs/o1/admins", "no e-mail", [owner, { ...row, email: "z" }]],
    ["enterprises orgs/o1/transfer", "another state", { userId: "u2", email: "b@x", status: "done" }],
    ["enterprises orgs/o1/transfer", "nothing", null],
    ["enterprises orgs/o1/groups", "nothing", null],
    ["enterprises orgs/o1/groups", "no name", [{ id: "g1" }]],
    ["enterprises orgs/o1/groups/g1", "no members", { ...group, members: undefined }],
    ["enterprises orgs/o1/groups/g1", "no projects", { ...group, projects: undefined }],
    [
      "enterprises orgs/o1/groups/g1",
      "a member twice",
      { ...group, members: [member, { ...member, email: "Z@x" }] },
    ],
    [
      "enterprises orgs/o1/groups/g1",
      "a member without an e-mail",
      { ...group, members: [{ ...member, email: "" }] },
    ],
    ["bank orgs", "an object", {}],
    ["bank orgs", "no list", [{ ...billed, billingAdmins: undefined }]],
    ["bank orgs", "an unknown role", [{ ...billed, role: "owner " }]],
    ["bank orgs", "somebody twice", [{ ...billed, billingAdmins: ["z@x", "Z@X"] }]],
    ["bank orgs", "no e-mail", [{ ...billed, billingAdmins: ["zed"] }]],
  ])("%s with %s", async (path, _why, answer) => {
    const { failure, resources } = await readFrom({
      ...whole,
      [path]: JSON.parse(JSON.stringify(answer)) as Answers[string],
    });
    expect(failure).toMatchObject({ reason: "malformed", code: "MalformedAnswer" });
    expect(failure?.message).toMatch(
      /^The answer is not what Charter's contract with the Cloud Console says/,
    );
    expect(resources.some(({ key }) => key === "z@x")).toBe(false);
  });

  it("members that the contract does not know are ignored", async () => {
    const more = [{ id: "o1", name: "Acme", role: "owner", plan: { gold: true } }];
    expect((await readFrom({ ...whole, "enterprises orgs": more })).failure).toBeNull();
  });
});
