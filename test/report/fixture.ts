import { keyOf } from "../../src/model/address.ts";
import type { Call } from "../../src/model/call.ts";
import type { AccessChange, Plan, PlannedChange, PlanSection, Stop } from "../../src/model/plan.ts";
import type { Attributes } from "../../src/model/resource.ts";
import { emptyAttributes } from "../../src/model/resource.ts";

/** Plans built by hand, so that the renderers are tested without anything that makes plans. */

export function change(
  action: PlannedChange["action"],
  address: string,
  more: Partial<PlannedChange> = {},
): PlannedChange {
  return {
    address,
    kind: "thing",
    key: keyOf(address),
    action,
    reason: action === "delete" ? "removed" : "configured",
    direction: action === "delete" ? "lowering" : "neutral",
    id: action === "create" ? null : "id-1",
    before: action === "create" ? null : emptyAttributes(),
    after: action === "delete" ? null : emptyAttributes(),
    attributes: [],
    calls: [],
    ...more,
  };
}

export function call(id: string, address: string, more: Partial<Call> = {}): Call {
  return {
    id,
    operation: "thing.write",
    method: "POST",
    path: ["things", "write"],
    scope: address,
    changes: [address],
    dependsOn: [],
    ...more,
  };
}

export function stop(guard: string, scope: string, more: Partial<Stop> = {}): Stop {
  return {
    guard,
    scope,
    message: `30 of 100 in ${scope} would be removed (30 %); the limit is 25 %.`,
    allow: `${guard}:${scope}`,
    setting: `guards.${guard}`,
    ...more,
  };
}

export function access(who: string, target: string, more: Partial<AccessChange> = {}): AccessChange {
  return { who, target, before: null, after: "VIEW", gained: ["VIEW"], lost: [], via: ["direct"], ...more };
}

export function section(more: Partial<PlanSection> = {}): PlanSection {
  return {
    connection: "main",
    platform: "made-up",
    urls: {},
    actor: "user-bot",
    organizations: ["acme"],
    changes: [],
    calls: [],
    effects: [],
    access: [],
    pending: [],
    unmanaged: [],
    unknown: [],
    stops: [],
    allowed: [],
    next: [],
    expiring: [],
    basis: {},
    covers: [],
    ...more,
  };
}

export function plan(sections: readonly PlanSection[], more: Partial<Plan> = {}): Plan {
  const changes = sections.flatMap((each) => each.changes);
  const number = (action: PlannedChange["action"]) => changes.filter((each) => each.action === action).length;
  const sum = (of: (each: PlanSection) => readonly unknown[]) =>
    sections.reduce((total, each) => total + of(each).length, 0);
  return {
    format: "charter-plan/1",
    version: "1.2.3",
    time: "2026-08-21T07:30:00.000Z",
    configuration: "c0ffee",
    targets: [],
    allow: [],
    withoutForbidden: false,
    sections,
    stops: [],
    allowed: [],
    summary: {
      create: number("create"),
      update: number("update"),
      replace: number("replace"),
      delete: number("delete"),
      waiting: changes.filter((each) => each.waiting !== undefined).length,
      pending: sum((each) => each.pending),
      unmanaged: sum((each) => each.unmanaged),
      unknown: sum((each) => each.unknown),
      stops: sum((each) => each.stops),
      calls: sum((each) => each.calls),
    },
    digest: "0123456789abcdef0123456789abcdef",
    ...more,
  };
}

function attributes(values: Attributes): Attributes {
  return Object.assign(emptyAttributes(), values);
}

/** A plan with one of everything. */
export const everything: Plan = plan([
  section({
    changes: [
      change("update", "acme", {
        attributes: [{ name: "name", before: "Acme", after: "Acme Genomics" }],
        calls: ["c1"],
      }),
      change("create", "acme/members/user-dave", {
        attributes: [{ name: "level", before: null, after: "MEMBER" }],
        direction: "raising",
        position: { file: "acme.yaml", line: 7, column: 3 },
        calls: ["c2"],
      }),
      change("update", "acme/members/user-bob", {
        attributes: [
          { name: "level", before: "MEMBER", after: "ADMIN" },
          { name: "projectAccess", before: "VIEW", after: "ADMINISTER" },
        ],
        direction: "raising",
        calls: ["c3"],
      }),
      change("delete", "acme/members/user-carol", {
        before: attributes({ level: "ADMIN", flags: ["a", "b"] }),
        calls: ["c4"],
      }),
      change("delete", "acme/members/user-temp", { reason: "expired", calls: ["c4"] }),
      change("create", "acme/projects/raw-data", {
        attributes: [
          { name: "name", before: null, after: "raw-data" },
          { name: "summary", before: null, after: "yes" },
          { name: "description", before: null, after: "First line\nSecond line" },
          { name: "overrides.copy", before: null, after: "no-one" },
          { name: "overrides.download", before: null, after: true },
        ],
        calls: ["c5"],
      }),
      change("create", "acme/projects/raw-data/grants/org-qc", {
        attributes: [{ name: "level", before: null, after: "VIEW" }],
        direction: "raising",
        calls: ["c6"],
      }),
      change("update", "acme/projects/old", {
        attributes: [
          {
            name: "description",
            before: "one\ntwo\nthree\nfour\nfive\nsix\n",
            after: "one\ntwo\n3\nfour\nfive\nsix\nseven\n",
          },
          {
            name: "summary",
            before: "The quick brown fox jumps over the lazy dog, and then it goes home to sleep",
            after: "The quick brown fox jumps over the eager dog, and then it goes home to sleep",
          },
        ],
        calls: ["c7"],
      }),
      change("delete", "acme/projects/old/grants/user-carol", { by: "c4" }),
      change("replace", "acme/projects/old/grants/user-eve", {
        attributes: [{ name: "level", before: "VIEW", after: "UPLOAD" }],
        calls: ["c8"],
      }),
      change("update", "acme/projects/renamed", {
        reason: "renamed",
        attributes: [{ name: "name", before: "was", after: "renamed" }],
        calls: ["c9"],
      }),
      change("create", "acme/projects/later", { waiting: "billing of acme to be set up" }),
    ],
    calls: [
      call("c4", "acme/members/user-carol", {
        path: ["acme", "removeMember"],
        body: { user: "user-carol" },
        lane: "acme",
      }),
      call("c5", "acme/projects/raw-data", {
        path: ["project", "new"],
        body: { name: "raw-data", nonce: { $ref: "nonce" } },
        yields: { address: "acme/projects/raw-data", pointer: "/id" },
      }),
      call("c6", "acme/projects/raw-data/grants/org-qc", {
        path: [{ $ref: "id", address: "acme/projects/raw-data" }, "invite"],
        query: { dry: false },
        body: { invitee: "org-qc", level: "VIEW", key: { $ref: "secret", name: "KEY" }, list: [] },
        lane: "acme/projects/raw-data",
        dependsOn: ["c5"],
        host: "api",
      }),
    ],
    effects: [{ call: "c4", address: "acme/apps/x/developers/user-carol", kind: "thing", effect: "goes" }],
    access: [
      access("user-mallory", "acme/projects/raw-data", {
        after: "VIEW",
        gained: ["VIEW", "DOWNLOAD"],
        via: ["org-qc"],
      }),
      access("user-carol", "acme/projects/old", {
        before: "ADMINISTER",
        after: null,
        gained: [],
        lost: ["VIEW", "ADMINISTER"],
      }),
      access("user-bob", "acme", { before: "MEMBER", after: "ADMIN", gained: ["manage"], lost: ["leave"] }),
    ],
    pending: [{ address: "acme/members/user-new", for: "user-new to accept the invitation" }],
    unmanaged: [{ address: "acme/projects/project-123", kind: "thing", name: "Somebody's project" }],
    unknown: [
      { address: "acme/projects/secret", collection: "grants", why: "PermissionDenied: CONTRIBUTE required" },
    ],
    stops: [
      stop("removals", "acme/members"),
      stop("forbidden", "acme/projects/old", {
        message: "user-bot may not do it.",
        allow: null,
        setting: null,
      }),
    ],
    allowed: [
      stop("actor", "acme/members/user-bot", { message: "The plan lowers user-bot.", setting: null }),
    ],
    next: [{ address: "acme/members/user-new", step: "give the level once the invitation is accepted" }],
  }),
]);
