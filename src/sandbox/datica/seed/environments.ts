import { claim, listIn } from "../../seed.ts";
import { type At, bool, field, filled, given, isRecord, items, only, optional } from "../../shape.ts";
import type { Environment } from "../environments.ts";
import { uuidOf } from "../ids.ts";
import type { Pod } from "../pods.ts";
import type { Role } from "../roles.ts";
import { knownOrg, knownPod, type Names, newId } from "./names.ts";
import { memberAt } from "./orgs.ts";

/** The pods of a seed: a name, or a map that says that it is down. */
export function readPods(at: At): Pod[] {
  if (!given(at)) return [{ name: "pod01", down: false }];
  const taken = new Set<string>();
  return items(at).map((one) => {
    const whole = isRecord(one.value);
    if (whole) only(one, ["name", "down"]);
    const named = whole ? field(one, "name") : one;
    const name = filled(named);
    claim(named, `the pod ${name}`, taken);
    return { name, down: whole ? (optional(field(one, "down"), bool) ?? false) : false };
  });
}

export interface SeedEnvironment {
  readonly environment: Environment;
  /** The ids of those to whom it is granted. */
  readonly users: readonly string[];
}

/** An environment of a seed. `members` tells the roles in each organization, by its id. */
export function readEnvironment(
  at: At,
  names: Names,
  members: ReadonlyMap<string, ReadonlyMap<string, Role>>,
  taken: Set<string>,
): SeedEnvironment {
  only(at, ["name", "organization", "id", "namespace", "pod", "users"]);
  const name = filled(field(at, "name"));
  const org = knownOrg(field(at, "organization"), names).id;
  const environment: Environment = {
    id: newId(at, uuidOf("environment", org, name), taken),
    org,
    name,
    namespace: optional(field(at, "namespace"), filled) ?? name,
    pod: knownPod(field(at, "pod"), names),
  };
  const roles = members.get(org) ?? new Map<string, Role>();
  return { environment, users: listIn(at, "users").map((one) => memberAt(one, names, roles)) };
}
