/** Random organizations and calls for the property test of effects. */
import type { CallDraft } from "../../../src/model/call.ts";
import type { Attributes, Resource } from "../../../src/model/resource.ts";
import type { StateView } from "../../../src/model/state.ts";
import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";
import {
  accountPrivileges,
  organizationPrivileges,
} from "../../../src/platforms/cloud-elements/privileges.ts";
import { draftsIn, type Wanted } from "../harness/changes.ts";
import { chance, type Gen, pick, some } from "../harness/draw.ts";

/** `root` sees everything, and is never the one that a call is about: so that reading stays possible. */
export const root = "root@acme.io";
/** Who acts stays active, whatever else they become. */
export const actors = [root, "ann@acme.io", "bob@acme.io", "cid@acme.io"] as const;
const others = ["dan@acme.io", "eve@acme.io", "fay@acme.io"] as const;

/** What reading takes must stay. */
const eyes: readonly string[] = ["viewUsersAccount", "viewUsersOrg", "configureRoles"];
const privileges: readonly string[] = [...accountPrivileges, ...organizationPrivileges];

export function drawSeed(gen: Gen): unknown {
  const person = (email: string, home: string) => ({
    email,
    firstName: "First",
    lastName: "Last",
    roles: home === "hq" ? some(gen, "admin", "org-admin") : some(gen, "admin"),
    ...(others.some((each) => each === email) ? { active: chance(gen) } : {}),
  });
  const homes = new Map(others.map((email) => [email as string, pick(gen, "hq", "shop", "depot", null)]));
  homes
    .set("ann@acme.io", "hq")
    .set("bob@acme.io", "shop")
    .set("cid@acme.io", pick(gen, "hq", "shop"));
  const usersOf = (home: string) =>
    [...homes].filter(([, at]) => at === home).map(([email]) => person(email, home));
  return {
    organizations: [
      {
        name: "acme",
        roles: {
          "org-admin": [...eyes, ...some(gen, ...privileges.filter((each) => !eyes.includes(each)))],
          admin: some(gen, ...privileges),
          org: some(gen, ...privileges),
          "default-user": some(gen, ...privileges),
        },
        ...(chance(gen) ? { twoFactorAuthEnabled: chance(gen) } : {}),
        accounts: [
          {
            externalId: "hq",
            default: true,
            users: [{ email: root, roles: ["org-admin"] }, ...usersOf("hq")],
          },
          { externalId: "shop", users: usersOf("shop") },
          { externalId: "depot", users: usersOf("depot") },
        ],
      },
    ],
  };
}

interface Draw {
  readonly gen: Gen;
  readonly state: StateView;
  readonly actor: { readonly id: string };
  readonly step: number;
}

function first(state: StateView, collection: string): Resource {
  const [found] = state.list(collection);
  if (found === undefined) throw new Error(`nothing in ${collection || "the state"}`);
  return found;
}

/** The calls that lead to what is wanted, as they would be planned; one of them. */
function planned({ gen, state, actor }: Draw, kindName: string, wanted: Wanted): CallDraft | null {
  const { calls } = draftsIn(cloudElements, state, kindName, wanted, { actor });
  return calls.length === 0 ? null : pick(gen, ...calls);
}

/** Accounts with everything that a call about their users may be about, the default one or the others. */
function accountsIn(state: StateView, inDefault: boolean): readonly Resource[] {
  const { address } = first(state, "");
  return [...state.list(`${address}/accounts`)].filter((each) => each.facts?.defaultAccount === inDefault);
}

/** Users of such accounts that Charter may plan to change; `root` is never one. */
function usersIn(
  state: StateView,
  inDefault: boolean,
  fits: (user: Resource) => boolean,
): readonly Resource[] {
  return accountsIn(state, inDefault)
    .flatMap((account) => [...state.list(`${account.address}/users`)])
    .filter((user) => user.key !== root && fits(user));
}

const isActive = ({ attributes }: Resource): boolean => attributes.active !== false;
const isActor = ({ key }: Resource): boolean => actors.some((each) => each === key);

type Draft = (draw: Draw) => CallDraft | null;

function creating(inDefault: boolean, roles: readonly string[]): Draft {
  return (draw) => {
    const { gen, state, step } = draw;
    const homes = accountsIn(state, inDefault);
    if (homes.length === 0) return null;
    // Somebody new, or somebody who is or was in some account.
    const who = pick(gen, `new${step}@acme.io`, `new${step}@acme.io`, ...others);
    const place = `${pick(gen, ...homes).address}/users/${who}`;
    if (state.get(place) !== undefined) return null;
    const password = { env: "PASSWORD" };
    return planned(draw, "user", { [place]: { firstName: "New", lastName: `N${step}`, roles, password } });
  };
}

function changing(inDefault: boolean, fits: (user: Resource) => boolean, wanted: Attributes | null): Draft {
  return (draw) => {
    const users = usersIn(draw.state, inDefault, fits);
    return users.length === 0 ? null : planned(draw, "user", { [pick(draw.gen, ...users).address]: wanted });
  };
}

/** As nobody plans it: whether it is held or not, of anybody. */
function roleOf(give: boolean, role: "admin" | "org-admin"): Draft {
  return ({ gen, state }) => {
    const users = [true, false].flatMap((inDefault) => usersIn(state, inDefault, () => true));
    const whom = users.length === 0 ? undefined : pick(gen, ...users);
    if (whom?.id === undefined) return null;
    const home = whom.address.slice(0, whom.address.lastIndexOf("/users/"));
    const elsewhere = give && role === "org-admin" && state.get(home)?.facts?.defaultAccount !== true;
    const name = role === "admin" ? "Admin" : "OrgAdmin";
    return {
      operation: elsewhere ? "accountUser.giveOrgAdmin" : `user.${give ? "give" : "take"}${name}`,
      method: give ? "PUT" : "DELETE",
      path: ["elements", "api-v2", "users", whom.id, "roles", role],
      scope: elsewhere ? whom.address : home,
      changes: [whom.address],
    };
  };
}

function organization(wanted: (draw: Draw) => Attributes): Draft {
  return (draw) => planned(draw, "organization", { [first(draw.state, "").address]: wanted(draw) });
}

function account(which: (draw: Draw) => readonly [key: string, wanted: Attributes | null] | null): Draft {
  return (draw) => {
    const drawn = which(draw);
    if (drawn === null) return null;
    const [key, wanted] = drawn;
    return planned(draw, "account", { [`${first(draw.state, "").address}/accounts/${key}`]: wanted });
  };
}

/** Something for each operation. */
const drafts: readonly Draft[] = [
  organization(({ step }) => ({ name: `acme ${step}` })),
  organization(({ gen, step }) => ({
    "passwordPolicy.minLength": pick(gen, 8, 9, 7),
    "passwordPolicy.minSymbols": pick(gen, 0, 1),
    "passwordPolicy.expirationDays": step,
  })),
  organization(({ gen }) => ({
    twoFactorAuthEnabled: chance(gen),
    ...(chance(gen) ? { twoFactorAuthMethod: pick(gen, "sms", "google-authenticator") } : {}),
  })),
  (draw) => {
    const { address } = first(draw.state, "");
    const wanted: Record<string, Attributes | null> = {};
    for (const key of some(draw.gen, "org-admin", "admin", "org", "default-user")) {
      for (const each of some(draw.gen, ...privileges)) {
        const gone = draw.state.get(`${address}/roles/${key}/privileges/${each}`) !== undefined;
        if (gone && key === "org-admin" && eyes.includes(each)) continue;
        wanted[`${address}/roles/${key}/privileges/${each}`] = gone ? null : {};
      }
    }
    return Object.keys(wanted).length === 0 ? null : planned(draw, "privilege", wanted);
  },
  account(({ gen, step }) => [
    `new-${step}`,
    { externalId: `new ${step}`, ...(chance(gen) ? { name: "N", description: "d" } : {}) },
  ]),
  account(({ gen, state, step }) => {
    const all = [...accountsIn(state, true), ...accountsIn(state, false)];
    const wanted = pick<Attributes>(
      gen,
      { name: `Name ${step}` },
      { externalId: `x${step}`, description: "" },
    );
    return [pick(gen, ...all).key, wanted];
  }),
  account(({ gen, state }) => {
    // Without their account actors could not act; the default one is refused.
    const free = accountsIn(state, false).filter(
      ({ address }) => ![...state.list(`${address}/users`)].some(isActor),
    );
    return [pick(gen, ...free, ...accountsIn(state, true)).key, null];
  }),
  ...[true, false].flatMap((inDefault) => [
    creating(inDefault, []),
    creating(inDefault, ["admin"]),
    creating(inDefault, ["org-admin"]),
    changing(inDefault, isActive, { firstName: "Changed", lastName: "Name" }),
    changing(inDefault, (each) => isActive(each) && !isActor(each), null),
    changing(inDefault, (each) => !isActive(each), { firstName: "Back", lastName: "Again" }),
    changing(inDefault, (each) => !isActive(each), { firstName: "B", lastName: "A", roles: [] }),
  ]),
  roleOf(true, "admin"),
  roleOf(true, "org-admin"),
  roleOf(false, "admin"),
  roleOf(false, "org-admin"),
];

export function drawCall(
  gen: Gen,
  state: StateView,
  actor: { readonly id: string },
  step: number,
): CallDraft | null {
  return pick(gen, ...drafts)({ gen, state, actor, step });
}
