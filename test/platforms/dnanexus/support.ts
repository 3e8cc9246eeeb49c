import type { Connection } from "../../../src/http/connection.ts";
import type { ReadRequest } from "../../../src/model/platform.ts";
import type { Reader } from "../../../src/model/protocol.ts";
import type { Resource } from "../../../src/model/resource.ts";
import { dnanexus } from "../../../src/platforms/dnanexus/index.ts";
import type { Sandbox } from "../../../src/sandbox/server.ts";
import * as harness from "../harness/connect.ts";
import { actor } from "./changes.ts";

/** Somebody without an account comes with a token that is none. */
export function connectAs(sandbox: Sandbox, user: string): Connection {
  return harness.connectAs(dnanexus, sandbox, user, {
    credentials: { token: sandbox.tokens[user] ?? "no-token" },
  });
}

/** Reads as `user-root`, without asking who that is; fails loudly where the whole read is worthless. */
export function readAll(
  reader: Reader,
  keys: readonly string[],
  wants: ReadRequest["wants"] = () => true,
): Promise<harness.Seen> {
  return harness.readAs(dnanexus, { reader }, { organizations: harness.soughtAs(...keys), actor, wants });
}

/** Shorthands for states in tables. */
export const org = "org-acme";
export const projectAddress = "org-acme/projects/p";
export const appAddress = "org-acme/apps/app-qc";

export function organizationOf(id = org, more: Partial<Resource> = {}): Resource {
  return {
    address: id,
    kind: "organization",
    key: id,
    id,
    attributes: {
      name: id,
      "policies.memberListVisibility": "ADMIN",
      "policies.restrictProjectTransfer": "ADMIN",
    },
    ...more,
  };
}

export function memberOf(user: string, attributes: Resource["attributes"], organization = org): Resource {
  return { address: `${organization}/members/${user}`, kind: "member", key: user, attributes };
}

export function projectOf(more: Partial<Resource> = {}): Resource {
  return {
    address: projectAddress,
    kind: "project",
    key: "p",
    id: "project-p",
    attributes: { name: "p" },
    ...more,
  };
}

export function grantOf(principal: string, level: string, project = projectAddress): Resource {
  return { address: `${project}/grants/${principal}`, kind: "grant", key: principal, attributes: { level } };
}

export function listedOf(list: "authorizedUsers" | "developers", principal: string): Resource {
  const kind = list === "developers" ? "developer" : "authorized-user";
  return { address: `${appAddress}/${list}/${principal}`, kind, key: principal, attributes: {} };
}

export function appOf(): Resource {
  return { address: appAddress, kind: "app", key: "app-qc", attributes: {} };
}
