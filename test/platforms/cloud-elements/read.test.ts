/** Reading the sandbox, and what is asked of it. */
import { afterEach, describe, expect, it } from "vitest";
import { isFailure } from "../../../src/http/failure.ts";
import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { connectAs, readAll, soughtAs } from "../harness/connect.ts";
import { answered, fakeReader, forbidden, plain, readFrom } from "./fake.ts";

let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.close());

const users = (...mails: readonly string[]) =>
  mails.map((email) => ({ email, firstName: "F", lastName: "L" }));
const hq = (...more: readonly unknown[]) => ({
  externalId: "hq",
  default: true,
  users: [{ email: "ann@acme.io", firstName: "Ann", lastName: "Archer", roles: ["org-admin"] }, ...more],
});

async function start(accounts: readonly unknown[], roles: Readonly<Record<string, readonly string[]>> = {}) {
  sandbox = await startSandbox("cloud-elements", {
    seed: {
      organizations: [{ name: "acme", twoFactorAuthEnabled: true, roles, accounts }, { name: "other" }],
    },
  });
  return sandbox;
}

const paths = (box: Sandbox) => box.requests.map(({ path }) => path.replace("/elements/api-v2", "")).sort();

describe("live state", () => {
  it("holds everything that Charter manages, and nothing of other organizations", async () => {
    const box = await start(
      [
        hq({ email: "Bob@Acme.io", firstName: "Bob", lastName: "Baker", roles: ["admin"] }),
        {
          externalId: "shop",
          name: "Shop",
          users: [
            {
              email: "carol@acme.io",
              firstName: "Carol",
              lastName: "Cooper",
              active: false,
              roles: ["admin"],
            },
          ],
        },
        { externalId: "old", active: false, users: users("dave@acme.io") },
      ],
      {
        "org-admin": ["configureRoles", "viewUsersOrg", "viewUsersAccount"],
        admin: ["system"],
        org: [],
        "default-user": ["brandNew"],
      },
    );
    const connection = connectAs(cloudElements, box, "ann@acme.io");
    const { state, unreadable } = await readAll(cloudElements, connection, soughtAs("acme"));
    await connection.close();
    expect(unreadable).toEqual([]);
    const lines = [...state.all()]
      .map(({ address, id, attributes, facts }) =>
        [
          address,
          id ?? "",
          JSON.stringify(attributes),
          facts === undefined ? "" : JSON.stringify(facts),
        ].join(" "),
      )
      .sort();
    expect(lines).toMatchInlineSnapshot(`
      [
        "100 100 {"name":"acme","passwordPolicy.minLength":8,"passwordPolicy.minUppercase":1,"passwordPolicy.minLowercase":1,"passwordPolicy.minNumbers":1,"passwordPolicy.minSymbols":1,"passwordPolicy.symbolCharacterSet":"!@#$%^&*()_-+={}[]|\\\\:;\\"'<>,.?/~\`","passwordPolicy.previousPasswordCount":0,"passwordPolicy.expirationDays":100000,"twoFactorAuthEnabled":true,"twoFactorAuthMethod":"sms"} {"actor":"ann@acme.io","roles":["org-admin","org"],"privileges":["configureRoles","viewUsersOrg","viewUsersAccount"]}",
        "100/accounts/1000 1000 {"externalId":"hq","name":"hq","description":"hq"} {"defaultAccount":true}",
        "100/accounts/1000/users/ann@acme.io 10000 {"firstName":"Ann","lastName":"Archer","roles":["org-admin"]} {"systemRoles":["org"]}",
        "100/accounts/1000/users/bob@acme.io 10001 {"firstName":"Bob","lastName":"Baker","roles":["admin"]} {"systemRoles":["org"]}",
        "100/accounts/1001 1001 {"externalId":"shop","name":"Shop","description":"shop"} {"defaultAccount":false}",
        "100/accounts/1001/users/carol@acme.io 10002 {"firstName":"Carol","lastName":"Cooper","roles":["admin"],"active":false} {"systemRoles":["default-user"]}",
        "100/roles/admin 2 {} {"internal":["system"],"name":"Account","description":"Account Administrator","active":true}",
        "100/roles/default-user 4 {} {"internal":[],"name":"Default User","description":"User of an account","active":true}",
        "100/roles/default-user/privileges/brandNew  {} ",
        "100/roles/org 3 {} {"internal":[],"name":"Organization User","description":"User of the organization's default account","active":true}",
        "100/roles/org-admin 1 {} {"internal":[],"name":"Organization Administrator","description":"Organization Administrator","active":true}",
        "100/roles/org-admin/privileges/configureRoles  {} ",
        "100/roles/org-admin/privileges/viewUsersAccount  {} ",
        "100/roles/org-admin/privileges/viewUsersOrg  {} ",
      ]
    `);
  });

  it("only of an organization that is asked for", async () => {
    const box = await start([hq()]);
    const connection = connectAs(cloudElements, box, "ann@acme.io");
    for (const [name, there] of [
      ["acme", true],
      ["100", true],
      ["other", false],
    ] as const) {
      const { state } = await readAll(cloudElements, connection, soughtAs(name), () => false);
      expect([name, state.count("")]).toEqual([name, there ? 1 : 0]);
    }
    await connection.close();
  });
});

describe("requests", () => {
  it("are a constant where nothing is managed but the organization", async () => {
    const box = await start([hq()]);
    const connection = connectAs(cloudElements, box, "ann@acme.io");
    await readAll(cloudElements, connection, soughtAs("acme"), () => false);
    await connection.close();
    expect(paths(box)).toEqual([
      "/organizations/me",
      "/organizations/roles",
      "/users/10000/roles",
      "/users/ann%40acme.io",
    ]);
  });

  it("are list pages, and one for each user whose roles the list does not tell", async () => {
    const many = Array.from({ length: 450 }, (_, n) => `u${n}@acme.io`);
    const box = await start([
      hq(...users("b@acme.io")),
      { externalId: "shop", users: users(...many) },
      { externalId: "depot", users: users("z@acme.io") },
      { externalId: "kiosk" },
    ]);
    const connection = connectAs(cloudElements, box, "ann@acme.io");
    const { state } = await readAll(
      cloudElements,
      connection,
      soughtAs("acme"),
      (parent, kind) => kind !== "user" || parent.attributes.externalId !== "depot",
    );
    await connection.close();
    const count = (pattern: RegExp) => paths(box).filter((path) => pattern.test(path)).length;
    expect(count(/^\/accounts$/)).toBe(1);
    expect(count(/^\/accounts\/1001\/users/)).toBe(3);
    expect(count(/^\/accounts\/1002\/users/)).toBe(0);
    expect(count(/^\/accounts\/1003\/users/)).toBe(1);
    expect(count(/^\/organizations\/users/)).toBe(1);
    // Those of ann twice: what she may do is read whatever is managed.
    expect(count(/^\/users\/\d+\/roles/)).toBe(450 + 2 + 1);
    expect(state.count("100/accounts/1001/users")).toBe(450);
    expect(box.requests.some(({ write }) => write)).toBe(false);
  });

  it("ask for no roles that a list tells", async () => {
    const read = await readFrom({
      ...plain,
      "/accounts/11/users": [
        { id: 2, email: "b@acme.io", active: true, roles: [] },
        { id: 3, email: "c@acme.io", active: true },
        { id: 4, email: "d@acme.io", active: true, roles: null },
      ],
      "/users/3/roles": [{ key: "admin" }],
      "/users/4/roles": [],
    });
    expect(read.asked.filter((path) => path.endsWith("/roles")).sort()).toEqual([
      "/organizations/roles",
      "/users/1/roles",
      "/users/3/roles",
      "/users/4/roles",
    ]);
    const roles = read.resources
      .filter(({ kind }) => kind === "user")
      .map(({ key, attributes }) => [key, attributes.roles]);
    expect(new Map(roles as [string, unknown][])).toEqual(
      new Map<string, unknown>([
        ["ann@acme.io", ["org-admin"]],
        ["b@acme.io", []],
        ["c@acme.io", ["admin"]],
        ["d@acme.io", []],
      ]),
    );
  });
});

describe("pages", () => {
  const entry = (id: number) => ({ id, externalId: `x${id}`, active: true });
  const entries = (from: number, count: number) => Array.from({ length: count }, (_, n) => entry(from + n));
  const accountsOf = (answers: Parameters<typeof readFrom>[0]) =>
    readFrom({ ...plain, ...answers }, (_, kind) => kind === "account");
  const asked = (read: { readonly asked: readonly string[] }) =>
    read.asked.filter((path) => path.startsWith("/accounts"));

  it("follow the token where there is one, to a page without", async () => {
    const read = await accountsOf({
      "/accounts": ({ query }) =>
        query?.nextPage === "t2"
          ? answered(entries(300, 7), { "elements-total-count": "9" })
          : answered(entries(100, 2), { "elements-next-page-token": "t2" }),
    });
    expect(asked(read)).toEqual(["/accounts?pageSize=200", "/accounts?pageSize=200&nextPage=t2"]);
    expect(read.resources.filter(({ kind }) => kind === "account")).toHaveLength(9);
  });

  it("go by offset where there is none, to a short one", async () => {
    const read = await accountsOf({
      "/accounts": ({ query }) => (query?.offset === 200 ? entries(300, 7) : entries(100, 200)),
    });
    expect(asked(read)).toEqual(["/accounts?pageSize=200", "/accounts?pageSize=200&offset=200"]);
    expect(read.resources.filter(({ kind }) => kind === "account")).toHaveLength(207);
  });

  it("that are shorter than asked for are gone on with where the total says so", async () => {
    const read = await accountsOf({
      "/accounts": ({ query }) => {
        const from = Number(query?.offset ?? 0);
        return answered(entries(100 + from, Math.min(50, 120 - from)), { "elements-total-count": "120" });
      },
    });
    expect(read.failure).toBeNull();
    expect(read.resources.filter(({ kind }) => kind === "account")).toHaveLength(120);
  });

  it.each<readonly [string, Parameters<typeof readFrom>[0][string]]>([
    [
      "end before the total",
      answered(entries(100, 3), { "elements-next-page-token": "", "elements-total-count": "9" }),
    ],
    ["repeat themselves", () => entries(100, 200)],
    ["point back", answered(entries(100, 3), { "elements-next-page-token": "again" })],
  ])("that %s are no list", async (_, pages) => {
    const read = await accountsOf({
      "/accounts": (request) => {
        const told = typeof pages === "function" ? pages(request) : pages;
        return request.query?.offset === 3 ? [] : told;
      },
    });
    expect(read.failure).toMatchObject({ reason: "malformed" });
    expect(read.resources.filter(({ kind }) => kind === "account")).toEqual([]);
  });
});

describe("what cannot be read is unknown, with the platform's words", () => {
  const place = ({ unreadable }: Awaited<ReturnType<typeof readFrom>>) =>
    unreadable.map(({ address, collection, why }) => `${address} ${collection}: ${why}`);
  const why = "HTTP 403: User does not have the privilege";

  it.each<readonly [string, Parameters<typeof readFrom>[0], readonly string[]]>([
    ["roles", { "/organizations/roles": forbidden }, [`7 roles: ${why}`]],
    ["accounts", { "/accounts": forbidden }, [`7 accounts: ${why}`]],
    ["users of the default account", { "/organizations/users": forbidden }, [`7/accounts/10 users: ${why}`]],
    ["users of another account", { "/accounts/11/users": forbidden }, [`7/accounts/11 users: ${why}`]],
    [
      "roles of one user",
      { "/accounts/11/users": [{ id: 2, email: "b@acme.io", active: true }], "/users/2/roles": forbidden },
      [`7/accounts/11/users/b@acme.io null: ${why}`],
    ],
    [
      "an account that is not found: nothing says that it is empty",
      {
        "/accounts/11/users": {
          ok: false,
          reason: "missing",
          code: "HTTP 404",
          message: "No account found",
          status: 404,
        },
      },
      ["7/accounts/11 users: HTTP 404: No account found"],
    ],
    [
      "two mails that differ in case",
      {
        "/accounts/11/users": [
          { id: 2, email: "b@acme.io", active: true, roles: [] },
          { id: 3, email: "B@acme.io", active: true, roles: [] },
        ],
      },
      [
        "7/accounts/11 users: The users 2 and 3 have the same mail, b@acme.io, in different case. Change one of them in the console.",
      ],
    ],
  ])("%s", async (_, answers, expected) => {
    const read = await readFrom({ ...plain, ...answers });
    expect(read.failure).toBeNull();
    expect(place(read)).toEqual(expected);
  });

  it("roles that nobody manages are no blind spot", async () => {
    const read = await readFrom(
      { ...plain, "/organizations/roles": forbidden },
      (_, kind) => kind !== "role",
    );
    expect(place(read)).toEqual([]);
  });

  it("a user who is deleted meanwhile is not there", async () => {
    const read = await readFrom({
      ...plain,
      "/accounts/11/users": [{ id: 2, email: "b@acme.io", active: true }],
    });
    expect(read.resources.some(({ key }) => key === "b@acme.io")).toBe(false);
    expect(place(read)).toEqual([]);
  });

  it("of somebody who is no organization administrator, by the sandbox", async () => {
    const box = await start([hq(...users("bob@acme.io"))]);
    const connection = connectAs(cloudElements, box, "bob@acme.io");
    const { state, unreadable } = await readAll(cloudElements, connection, soughtAs("acme"));
    await connection.close();
    expect([...state.all()].map(({ address }) => address)).toEqual(["100"]);
    expect(unreadable.map(({ address, collection }) => [address, collection]).sort()).toEqual([
      ["100", "accounts"],
      ["100", "roles"],
    ]);
  });
});

describe("who is there", () => {
  const identify = (answers: Parameters<typeof fakeReader>[0], email?: string) =>
    cloudElements.reading.identify(fakeReader(answers, email).reader);
  const ann = { id: 1, email: "Ann@Acme.io", firstName: "Ann", lastName: "Archer", active: true };

  it("is the user of the mail that stands beside the secrets", async () => {
    expect(await identify({ "/users/ann@acme.io": ann }, " Ann@acme.io ")).toEqual({
      id: "ann@acme.io",
      name: "Ann Archer",
      facts: { id: "1" },
    });
  });

  it("also where the one user comes as a list, and without names", async () => {
    const bare = { id: 1, email: "ann@acme.io", active: true };
    expect(await identify({ "/users/ann@acme.io": [bare] })).toEqual({
      id: "ann@acme.io",
      facts: { id: "1" },
    });
  });

  it("is taken at their word where they may not look up users", async () => {
    expect(await identify({ "/users/ann@acme.io": forbidden })).toEqual({ id: "ann@acme.io" });
  });

  it.each<readonly [string, Parameters<typeof fakeReader>[0], string | undefined, string]>([
    ["nobody of that mail", {}, undefined, "unauthenticated"],
    ["no mail", {}, "", "unauthenticated"],
    ["somebody else", { "/users/ann@acme.io": { ...ann, email: "bob@acme.io" } }, undefined, "malformed"],
    ["something else", { "/users/ann@acme.io": { id: "1" } }, undefined, "malformed"],
    ["several", { "/users/ann@acme.io": [ann, ann] }, undefined, "malformed"],
  ])("%s", async (_, answers, email, reason) => {
    const found = await identify(answers, email);
    expect(isFailure(found) ? found.reason : found).toBe(reason);
  });

  it("the sandbox tells who it is, and refuses a mail that nobody has", async () => {
    const box = await start([hq()]);
    const connection = connectAs(cloudElements, box, "ann@acme.io");
    expect(await cloudElements.reading.identify(connection.reader)).toMatchObject({
      id: "ann@acme.io",
      name: "Ann Archer",
    });
    expect(await cloudElements.reading.discover(connection.reader)).toEqual(["100"]);
    const stranger = { ...connection.reader, known: new Map([["email", "eve@acme.io"]]) };
    expect(await cloudElements.reading.identify(stranger)).toMatchObject({
      ok: false,
      message:
        "The organization has no user with the mail eve@acme.io. It must be that of the user whose secret is used.",
    });
    await connection.close();
  });
});
