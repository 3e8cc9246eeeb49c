/** Shorthands for states in tables, under labels: `acme`, `acme/accounts/hq` (the default one), `acme/accounts/shop`. */
import { fillBody, fillPath } from "../../../src/model/call.ts";
import type { Change } from "../../../src/model/change.ts";
import { attributesOf, direction } from "../../../src/model/kind.ts";
import { type Actor, type Drafts, kindOf } from "../../../src/model/platform.ts";
import type { Attributes, Resource } from "../../../src/model/resource.ts";
import { createState, type StateView } from "../../../src/model/state.ts";
import { isRecord } from "../../../src/model/value.ts";
import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";

export const acme = "acme";
export const hq = "acme/accounts/hq";
export const shop = "acme/accounts/shop";
export const actor: Actor = { id: "ann@acme.io" };

export const policy: Attributes = {
  "passwordPolicy.minLength": 8,
  "passwordPolicy.minUppercase": 1,
  "passwordPolicy.minLowercase": 1,
  "passwordPolicy.minNumbers": 1,
  "passwordPolicy.minSymbols": 1,
  "passwordPolicy.symbolCharacterSet": "!@#",
  "passwordPolicy.previousPasswordCount": 3,
  "passwordPolicy.expirationDays": 90,
};

export function organization(more: Partial<Resource> = {}): Resource {
  return {
    address: acme,
    kind: "organization",
    key: acme,
    id: "100",
    attributes: { name: "acme", ...policy, twoFactorAuthEnabled: false },
    ...more,
  };
}

/** The role and its privileges. Ids count from 1 in the order of the platform. */
export function role(
  key: string,
  privileges: readonly string[],
  facts: Attributes = {},
): readonly Resource[] {
  const address = `${acme}/roles/${key}`;
  const id = String(["org-admin", "admin", "org", "default-user"].indexOf(key) + 1);
  return [
    { address, kind: "role", key, id, attributes: {}, facts: { internal: [], ...facts } },
    ...privileges.map((each) => ({
      address: `${address}/privileges/${each}`,
      kind: "privilege",
      key: each,
      attributes: {},
    })),
  ];
}

export function account(address: string, id: string, isDefault = false): Resource {
  const key = address.slice(address.lastIndexOf("/") + 1);
  return {
    address,
    kind: "account",
    key,
    id,
    attributes: { externalId: key, name: key, description: key },
    facts: { defaultAccount: isDefault },
  };
}

export function user(
  home: string,
  key: string,
  roles: readonly string[] = [],
  more: { readonly id?: string; readonly active?: false } = {},
): Resource {
  return {
    address: `${home}/users/${key}`,
    kind: "user",
    key,
    id: more.id ?? "57",
    attributes: {
      firstName: "First",
      lastName: "Last",
      roles,
      ...(more.active === false ? { active: false } : {}),
    },
    facts: { systemRoles: [home === hq ? "org" : "default-user"] },
  };
}

/** The organization with both accounts and the actor, an organization administrator who may do everything. */
export const everything = [
  "addUsersAccount",
  "editUsersAccount",
  "addUsersOrg",
  "editUsersOrg",
  "modifySecurity",
  "configureRoles",
];

export function world(...more: readonly Resource[]): StateView {
  return createState([
    organization(),
    ...role("org-admin", everything),
    ...role("admin", ["viewUsersAccount", "addUsersAccount", "editUsersAccount"]),
    ...role("org", ["viewElements"]),
    ...role("default-user", ["viewElements"]),
    account(hq, "10", true),
    account(shop, "11"),
    user(hq, actor.id, ["org-admin"], { id: "50" }),
    ...more,
  ]);
}

export type Wanted = Readonly<Record<string, Attributes | null>>;

/** The changes that lead a state to what is wanted: attributes by address, null to have it gone. */
export function changesFor(state: StateView, kindName: string, wanted: Wanted): readonly Change[] {
  const kind = kindOf(cloudElements, kindName);
  return Object.entries(wanted).map(([address, attributes]): Change => {
    const live = state.get(address);
    const there = live !== undefined && kind.absent?.(live.attributes) !== true ? live : undefined;
    const after =
      attributes === null ? null : there === undefined ? attributes : { ...there.attributes, ...attributes };
    const named = Object.entries(attributes ?? {}).filter(
      ([name, value]) =>
        JSON.stringify(there?.attributes[name]) !== JSON.stringify(value) &&
        !attributesOf(kind).get(name)?.secret,
    );
    return {
      address,
      kind: kindName,
      key: decodeURIComponent(address.slice(address.lastIndexOf("/") + 1)),
      action: attributes === null ? "delete" : there === undefined ? "create" : "update",
      reason: "configured",
      direction: direction(kind, there?.attributes ?? null, after),
      id: live?.id ?? null,
      before: there?.attributes ?? null,
      after,
      attributes: named.map(([name, value]) => ({
        name,
        before: there?.attributes[name] ?? null,
        after: value,
      })),
    };
  });
}

export function draftsFor(state: StateView, kindName: string, wanted: Wanted): Drafts {
  const kind = kindOf(cloudElements, kindName);
  const changes = changesFor(state, kindName, wanted);
  const home = changes[0]?.address.split("/").slice(0, -2).join("/") ?? "";
  const parent = home === "" ? null : (kind.rewrites?.(home) ?? home);
  return cloudElements.calls({ kind, parent, changes }, state, actor);
}

/** Calls as one line each: operation, method, path, body, what they wait for. */
export function linesOf({ calls }: Drafts): readonly string[] {
  return calls.map(({ operation, method, path, body, after }) => {
    const filled = fillPath(path, (ref) => `<${JSON.stringify(ref)}>`);
    const shown =
      body === undefined
        ? ""
        : ` ${JSON.stringify(fillBody(body, (ref) => `<${isRecord(ref) ? ref.$ref : ""}>`))}`;
    return `${operation}: ${method} ${decodeURIComponent(filled)}${shown}${after === undefined ? "" : ` after ${after.join(" ")}`}`;
  });
}
