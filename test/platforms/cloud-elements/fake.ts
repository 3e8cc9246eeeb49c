/** A reader that answers from a table, and what it was asked. */

import { failure } from "../../../src/http/failure.ts";
import type { Failure, Outcome, Reader, Request } from "../../../src/model/protocol.ts";
import type { Resource, Unreadable } from "../../../src/model/resource.ts";
import type { Value } from "../../../src/model/value.ts";
import { cloudElements } from "../../../src/platforms/cloud-elements/index.ts";

export type Answering = Value | Outcome | ((request: Request) => Value | Outcome);

export interface Fake {
  readonly reader: Reader;
  /** Paths below the API's own part, with their query. */
  readonly asked: readonly string[];
}

const api = "/elements/api-v2";

function isOutcome(answer: Value | Outcome): answer is Outcome {
  return typeof answer === "object" && answer !== null && "ok" in answer;
}

/** Answers by path below the API's own part; what is not in the table is missing. */
export function fakeReader(answers: Readonly<Record<string, Answering>>, email = "ann@acme.io"): Fake {
  const asked: string[] = [];
  const reader: Reader = {
    signal: new AbortController().signal,
    connection: "test",
    known: new Map([["email", email]]),
    read: async (request) => {
      const path = decodeURIComponent(request.path.slice(api.length));
      const query = new URLSearchParams(
        Object.entries(request.query ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
      ).toString();
      asked.push(query === "" ? path : `${path}?${query}`);
      const missing = failure("missing", "HTTP 404", `No such thing: ${path}`, 404);
      const answer = Object.hasOwn(answers, path) ? answers[path] : missing;
      const told = typeof answer === "function" ? answer(request) : (answer ?? null);
      return isOutcome(told) ? told : { ok: true, status: 200, body: told };
    },
  };
  return { reader, asked };
}

/** An answer with headers. */
export function answered(body: Value, headers: Readonly<Record<string, string>>): Outcome {
  return { ok: true, status: 200, body, headers };
}

export const forbidden: Failure = failure("forbidden", "HTTP 403", "User does not have the privilege", 403);

/** The least that a reading asks for, with one account of each sort. */
export const plain: Readonly<Record<string, Answering>> = {
  "/organizations/me": { id: 7, name: "acme", secret: "x" },
  "/users/1/roles": [{ key: "org-admin", privileges: [{ key: "configureRoles" }] }, { key: "org" }],
  "/organizations/roles": [{ id: 1, key: "org-admin", privileges: [{ key: "configureRoles" }] }],
  "/accounts": [
    { id: 10, externalId: "hq", name: "HQ", defaultAccount: true, active: true },
    { id: 11, externalId: "shop", name: "Shop", description: null, defaultAccount: false },
  ],
  "/organizations/users": [
    { id: 1, email: "ann@acme.io", active: true, roles: [{ key: "org-admin" }, { key: "org" }] },
  ],
  "/accounts/11/users": [],
};

export interface Read {
  readonly failure: Failure | null;
  readonly resources: readonly Resource[];
  readonly unreadable: readonly Unreadable[];
  readonly asked: readonly string[];
}

/** Reads all that is wanted of the organization 7 as user 1. */
export async function readFrom(
  answers: Readonly<Record<string, Answering>>,
  wants: (parent: Resource, kind: string) => boolean = () => true,
): Promise<Read> {
  const { reader, asked } = fakeReader(answers);
  const resources: Resource[] = [];
  const unreadable: Unreadable[] = [];
  const failed = await cloudElements.reading.read(
    reader,
    {
      organizations: [{ key: "acme", ids: ["7"], names: ["acme"] }],
      actor: { id: "ann@acme.io", facts: { id: "1" } },
      wants,
    },
    (observation) => {
      if (observation.type === "resource") resources.push(observation.resource);
      else {
        const { address, collection, why } = observation;
        unreadable.push({ address, collection, why });
      }
    },
  );
  return { failure: failed, resources, unreadable, asked };
}
