/** Random organizations and configurations, all the way; what Charter itself needs may be among what is taken away. */
import { expect, test } from "vitest";
import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";
import {
  accountPrivileges,
  organizationPrivileges,
} from "../../../src/platforms/cloud-elements/privileges.ts";
import { converges, type Drawn } from "../harness/converge.ts";
import { chance, type Gen, pick, some } from "../harness/draw.ts";
import { sendsWhatIsTold } from "../harness/paper.ts";

interface StoredUser {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly active: boolean;
  readonly roles: readonly string[];
}

interface StoredAccount {
  readonly externalId: string;
  readonly name: string;
  readonly default: boolean;
  readonly active: boolean;
  readonly users: readonly StoredUser[];
}

/** An organization as the sandbox dumps it; roles that may do what the vendor lets them do are left out. */
interface Stored {
  readonly passwordPolicy: Readonly<Record<string, unknown>> | null;
  readonly twoFactorAuthEnabled: boolean;
  readonly roles?: Readonly<Record<string, readonly string[]>>;
  readonly accounts: readonly StoredAccount[];
}

type WrittenUser = Pick<StoredUser, "firstName" | "lastName"> & { readonly roles?: readonly string[] };
type WrittenAccount =
  | { readonly state: "absent" }
  | { readonly name?: string; readonly users: Readonly<Record<string, WrittenUser>> };

interface Written {
  readonly passwordPolicy?: Readonly<Record<string, unknown>>;
  readonly twoFactorAuthEnabled?: boolean;
  readonly roles: Readonly<Record<string, { readonly privileges: readonly string[] }>>;
  readonly accounts: Readonly<Record<string, WrittenAccount>>;
}

const actor = "root@acme.io";
const privileges = [...accountPrivileges, ...organizationPrivileges];
/** To read, and to take anything back, takes these: all else Charter may take from itself, if it does so last. */
const eyes: readonly string[] = ["viewUsersAccount", "viewUsersOrg", "configureRoles"];
/** Satisfies every policy that is wanted, and not the one that is live where it asks for many digits. */
const secrets = { PASSWORD: "Zz9!Zz9!Zz9!" };

const homes = ["hq", "shop", "depot", "kiosk"] as const;
const people = homes.flatMap((home) =>
  ["a", "b", "c"].map((name) => ({ home, mail: `${name}.${home}@acme.io` })),
);

const rolesIn = (gen: Gen, home: string) =>
  home === "hq" ? some(gen, "admin", "org-admin") : some(gen, "admin");

function policyOf(gen: Gen, minNumbers: number): Readonly<Record<string, unknown>> {
  return {
    minLength: pick(gen, 8, 9, 10),
    minUppercase: pick(gen, 0, 1),
    minLowercase: pick(gen, 0, 1),
    minNumbers,
    minSymbols: pick(gen, 0, 1),
    symbolCharacterSet: pick(gen, "!", "!?"),
    previousPasswordCount: pick(gen, 0, 3),
    expirationDays: pick(gen, 0, 1000),
  };
}

function drawSeed(gen: Gen): unknown {
  const accounts = homes.filter((home) => home === "hq" || chance(gen));
  const usersOf = (home: string) =>
    people
      .filter((each) => each.home === home && chance(gen))
      .map(({ mail }) => ({
        email: mail,
        firstName: "Old",
        roles: rolesIn(gen, home),
        active: chance(gen),
        password: "Aa1!234567890",
      }));
  return {
    organizations: [
      {
        name: "acme",
        ...(chance(gen) ? { passwordPolicy: policyOf(gen, 10) } : {}),
        twoFactorAuthEnabled: chance(gen),
        roles: {
          "org-admin": privileges,
          admin: some(gen, ...privileges),
          org: some(gen, ...privileges),
          "default-user": some(gen, ...privileges),
        },
        accounts: accounts.map((home) => ({
          externalId: home,
          default: home === "hq",
          users: [
            ...(home === "hq" ? [{ email: actor, roles: ["org-admin"], password: "Aa1!234567890" }] : []),
            ...usersOf(home),
          ],
        })),
      },
    ],
  };
}

function drawWritten(gen: Gen): Written {
  const users = (home: string): Readonly<Record<string, WrittenUser>> => {
    const own = people.filter((each) => each.home === home && chance(gen));
    const password = { env: "PASSWORD" };
    return Object.fromEntries([
      ...(home === "hq" ? [[actor, { roles: ["org-admin"] }]] : []),
      ...own.map(({ mail }) => [
        mail,
        {
          firstName: pick(gen, "Old", "New"),
          lastName: "Example",
          ...(chance(gen) ? { roles: rolesIn(gen, home) } : {}),
          password,
        },
      ]),
    ]);
  };
  const kept = homes.filter((home) => home === "hq" || chance(gen));
  return {
    // Where the live policy asks for more digits than the password has, the new one must come before the first user.
    passwordPolicy: policyOf(gen, pick(gen, 0, 1, 2)),
    ...(chance(gen) ? { twoFactorAuthEnabled: chance(gen), twoFactorAuthMethod: "sms" } : {}),
    roles: {
      "org-admin": {
        privileges: [...eyes, ...some(gen, ...privileges.filter((each) => !eyes.includes(each)))],
      },
      ...(chance(gen) ? { "default-user": { privileges: some(gen, ...privileges) } } : {}),
    },
    accounts: Object.fromEntries(
      homes.map((home) => [
        home,
        kept.includes(home)
          ? { ...(chance(gen) ? { name: `The ${home}` } : {}), users: users(home) }
          : { state: "absent" },
      ]),
    ),
  };
}

function draw(gen: Gen): Drawn {
  return {
    seed: drawSeed(gen),
    actor,
    documents: [{ organization: "acme", name: "acme", ...drawWritten(gen) }],
  };
}

function organizationIn(dump: unknown): Stored {
  const { organizations } = dump as { readonly organizations: readonly Stored[] };
  const [stored] = organizations;
  if (stored === undefined) throw new Error("the organization is gone");
  return stored;
}

/** Somebody administers the organization, and the default account is there (cloud-elements.md §5.1, §5.8). */
function intact(dump: unknown): void {
  const home = organizationIn(dump).accounts.find((each) => each.default);
  expect(home?.active).toBe(true);
  expect(home?.users.some((user) => user.active && user.roles.includes("org-admin"))).toBe(true);
}

function settled(dump: unknown, { documents }: Drawn): void {
  const stored = organizationIn(dump);
  const written = documents[0] as unknown as Written;
  expect(stored.passwordPolicy).toEqual(written.passwordPolicy);
  if (written.twoFactorAuthEnabled !== undefined)
    expect(stored.twoFactorAuthEnabled).toBe(written.twoFactorAuthEnabled);
  for (const [role, { privileges: wanted }] of Object.entries(written.roles)) {
    const now = stored.roles?.[role];
    if (now !== undefined) expect([...now].sort()).toEqual([...wanted].sort());
  }
  const accounts = new Map(
    stored.accounts.filter((each) => each.active).map((each) => [each.externalId, each]),
  );
  for (const [label, account] of Object.entries(written.accounts)) {
    const now = accounts.get(label);
    expect([label, now !== undefined]).toEqual([label, "users" in account]);
    if (now === undefined || !("users" in account)) continue;
    if (account.name !== undefined) expect(now.name).toBe(account.name);
    expectUsers(now.users, account.users);
  }
}

function expectUsers(stored: readonly StoredUser[], written: Readonly<Record<string, WrittenUser>>): void {
  const active = stored.filter((each) => each.active);
  expect(active.map(({ email }) => email).sort()).toEqual(Object.keys(written).sort());
  for (const { email, firstName, roles } of active) {
    const wanted = written[email];
    if (wanted?.firstName !== undefined) expect(firstName).toBe(wanted.firstName);
    if (wanted?.roles !== undefined) expect([...roles].sort()).toEqual([...wanted.roles].sort());
  }
}

test("plan and apply, until nothing is left", { timeout: 240_000 }, async () => {
  await converges({
    platform: cloudElements,
    draw,
    intact,
    settled,
    secrets,
    runs: 25,
    rounds: 3,
    least: 0.9,
  });
});

test("sends what plan --calls prints", { timeout: 240_000 }, () =>
  sendsWhatIsTold({ platform: cloudElements, draw, secrets }),
);
