/** Apply against the sandbox of a platform: what it tells is what the server holds, whatever goes wrong. */
import { describe, expect, test } from "vitest";
import { type ApplySection, applyPlan } from "../../src/apply/apply.ts";
import type { Connection } from "../../src/http/connection.ts";
import type { Call } from "../../src/model/call.ts";
import type { PlannedChange } from "../../src/model/plan.ts";
import { createState, type StateView } from "../../src/model/state.ts";
import { dnanexus } from "../../src/platforms/dnanexus/index.ts";
import type { Fault } from "../../src/sandbox/faults.ts";
import { connect, quickClock } from "../http/support.ts";
import { acme, type Desk, open } from "../sandbox/support.ts";
import { planOf, section } from "../store/support.ts";
import { memoryRun } from "./support.ts";

/** Live state; projects that the run created stand under their labels. */
async function read(
  connection: Connection,
  created: ReadonlyMap<string, string> = new Map(),
): Promise<StateView> {
  const state = createState();
  const labels = new Map([...created].map(([address, id]) => [`org-acme/projects/${id}`, address]));
  const organizations = [{ key: "org-acme", ids: [], names: [] }];
  const request = { organizations, actor: { id: "user-alice" }, wants: () => true };
  const failure = await dnanexus.reading.read(connection.reader, request, (observation) => {
    if (observation.type !== "resource") return;
    const { resource } = observation;
    const [home] = [...labels.keys()].filter((id) => `${resource.address}/`.startsWith(`${id}/`));
    const address =
      home === undefined ? resource.address : `${labels.get(home)}${resource.address.slice(home.length)}`;
    state.put({ ...resource, address });
  });
  if (failure !== null) throw new Error(failure.message);
  return state;
}

const calls: readonly Call[] = [
  {
    id: "invite-dave",
    operation: "org.invite",
    method: "POST",
    path: ["org-acme", "invite"],
    body: { invitee: "user-dave", level: "ADMIN", suppressEmailNotification: true },
    scope: "org-acme",
    changes: ["org-acme/members/user-dave"],
    dependsOn: [],
  },
  {
    id: "new-fresh",
    operation: "project.new",
    method: "POST",
    path: ["project", "new"],
    body: { name: "fresh", billTo: "org-acme" },
    scope: "org-acme",
    changes: ["org-acme/projects/fresh"],
    yields: { address: "org-acme/projects/fresh", pointer: "/id" },
    dependsOn: [],
  },
  {
    id: "grant-bob",
    operation: "project.invite",
    method: "POST",
    path: [{ $ref: "id", address: "org-acme/projects/fresh" }, "invite"],
    body: {
      invitee: "user-bob",
      level: "CONTRIBUTE",
      suppressEmailNotification: true,
      suppressAllNotifications: true,
    },
    scope: "org-acme/projects/fresh",
    changes: ["org-acme/projects/fresh/grants/user-bob"],
    lane: "project fresh",
    dependsOn: ["new-fresh"],
  },
  {
    id: "remove-carol",
    operation: "org.removeMember",
    method: "POST",
    path: ["org-acme", "removeMember"],
    body: { user: "user-carol", revokeProjectPermissions: true, revokeAppPermissions: true },
    scope: "org-acme",
    changes: ["org-acme/members/user-carol"],
    dependsOn: [],
  },
];

function changes(live: StateView): readonly PlannedChange[] {
  const create = (
    address: string,
    kind: string,
    call: string,
    name: string,
    after: string,
  ): PlannedChange => ({
    address,
    kind,
    key: address.slice(address.lastIndexOf("/") + 1),
    action: "create",
    reason: "configured",
    direction: "neutral",
    id: null,
    before: null,
    after: { [name]: after },
    attributes: [{ name, before: null, after }],
    calls: [call],
  });
  const carol = live.get("org-acme/members/user-carol");
  return [
    create("org-acme/members/user-dave", "member", "invite-dave", "level", "ADMIN"),
    create("org-acme/projects/fresh", "project", "new-fresh", "name", "fresh"),
    create("org-acme/projects/fresh/grants/user-bob", "grant", "grant-bob", "level", "CONTRIBUTE"),
    {
      address: "org-acme/members/user-carol",
      kind: "member",
      key: "user-carol",
      action: "delete",
      reason: "removed",
      direction: "lowering",
      id: carol?.id ?? null,
      before: carol?.attributes ?? {},
      after: null,
      attributes: [],
      calls: ["remove-carol"],
    },
  ];
}

async function run(desk: Desk, faults: readonly Fault[]) {
  const clock = quickClock();
  await using connection = connect(desk.url, {
    clock,
    protocol: dnanexus.protocol,
    credentials: new Map([["token", desk.tokens["user-alice"] ?? ""]]),
    perSecond: 1e6,
  });
  const live = await read(connection);
  const each: ApplySection = {
    live,
    connection,
    platform: dnanexus,
    reread: async (created) => ({ live: await read(connection, created), unknown: [] }),
    section: section({
      platform: "dnanexus",
      actor: "user-alice",
      organizations: ["org-acme"],
      calls,
      changes: changes(live),
    }),
  };
  desk.setFaults(faults);
  const journal = memoryRun();
  const result = await applyPlan({ plan: planOf(each.section), sections: [each], run: journal, clock });
  desk.setFaults([]);
  return { result, journal };
}

/** What the server holds, by the addresses of the changes. */
async function truth(desk: Desk): Promise<Record<string, boolean>> {
  const members = await desk.ask("user-alice", "/org-acme/findMembers", {});
  const people = JSON.stringify(members.body);
  const projects = await desk.ask("user-alice", "/org-acme/findProjects", { name: "fresh" });
  const found = projects.body["results"];
  const ids = Array.isArray(found) ? found.map((one: { id: string }) => one.id) : [];
  expect(ids.length).toBeLessThanOrEqual(1);
  const [id] = ids;
  const grants =
    id === undefined
      ? ""
      : JSON.stringify(
          (await desk.ask("user-alice", `/${id}/describe`, { fields: { permissions: true } })).body,
        );
  return {
    "org-acme/members/user-dave": people.includes("user-dave"),
    "org-acme/projects/fresh": id !== undefined,
    "org-acme/projects/fresh/grants/user-bob": grants.includes("user-bob"),
    "org-acme/members/user-carol": !people.includes("user-carol"),
  };
}

describe("apply", () => {
  test.each<[string, readonly Fault[], "all" | "some"]>([
    ["nothing wrong", [], "all"],
    ["the answer of project/new is lost", [{ kind: "lost", route: "project/new", times: 1 }], "all"],
    ["the answer of org invite is lost", [{ kind: "lost", route: "org-acme/invite", times: 1 }], "all"],
    [
      "the answer of every write is lost once",
      [
        { kind: "lost", route: "project/new", times: 1 },
        { kind: "lost", route: "invite", times: 2 },
        { kind: "lost", route: "removeMember", times: 1 },
      ],
      "all",
    ],
    ["project/new is reset before it acts", [{ kind: "reset", route: "project/new", times: 1 }], "all"],
    ["too many requests", [{ kind: "status", status: 429, every: 2, times: 6, retryAfter: 2 }], "all"],
    ["not available for a while", [{ kind: "status", status: 503, times: 5 }], "all"],
    ["somebody holds the lock of the project", [{ kind: "lock", route: "invite", times: 3 }], "all"],
    ["half answers to writes", [{ kind: "truncate", route: "project/new", times: 1 }], "all"],
    ["project/new breaks for good", [{ kind: "status", status: 500, route: "project/new" }], "some"],
    ["project/new never gets through", [{ kind: "reset", route: "project/new" }], "some"],
    ["a gateway answers the invitation", [{ kind: "html", route: "org-acme/invite" }], "some"],
    ["removing is refused", [{ kind: "status", status: 401, route: "removeMember" }], "some"],
  ])("%s", async (_name, faults, expected) => {
    const desk = await open(acme);
    const { result, journal } = await run(desk, faults);
    const held = await truth(desk);
    for (const outcome of result.outcomes) {
      expect([outcome, held[outcome.address]]).toEqual([outcome, outcome.status === "applied"]);
    }
    expect(result.outcomes).toHaveLength(4);
    expect(result.outcomes.every((outcome) => outcome.status === "applied")).toBe(expected === "all");
    expect(result.verified).toBe(true);
    expect(journal.events.at(-1)?.type).toBe("finished");
  });
});
