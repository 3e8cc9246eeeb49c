/** Shorthands for states in tables, under labels: `acme`, `acme/accounts/hq` (the default one), `acme/accounts/shop`. */
import { fillBody, fillPath } from "../../../src/model/call.ts";
import type { Actor, Drafts } from "../../../src/model/platform.ts";
import type { Attributes, Resource } from "../../../src/model/resource.ts";
import { createState, type StateView } from "../../../src/model/state.ts";
import { isRecord } from "../../../src/model/value.ts";
import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";
import { draftsIn, type Wanted } from "../harness/changes.ts";

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

export function draftsFor(state: StateView, kind: string, wanted: Wanted): Drafts {
  return draftsIn(cloudElements, state, kind, wanted, { actor });
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
