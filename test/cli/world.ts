import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { coveredBy } from "../../src/model/address.ts";
import type { ApplyResult } from "../../src/model/outcome.ts";
import type { Plan, PlannedChange } from "../../src/model/plan.ts";
import { placeOf } from "../../src/model/resource.ts";
import { planText } from "../../src/report/plan/terminal.ts";
import { apply, plan } from "../../src/run/index.ts";
import type { LoggedRequest } from "../../src/sandbox/log.ts";
import { arrivalsIn, expectTold } from "../platforms/harness/equal.ts";
import { lastJournal } from "../platforms/harness/journal.ts";
import { type Ended, parsed } from "./charter.ts";
import { type Live, live } from "./live.ts";

const people = ["alice", "bob", "carol", "dave", "erin", "frank", "gina"];

export const raw = `project-${"R".repeat(24)}`;
export const old = `project-${"D".repeat(24)}`;
export const left = `project-${"L".repeat(24)}`;

const seed = {
  users: people.map((name) => ({ id: `user-${name}` })),
  orgs: [
    {
      id: "org-acme",
      name: "Acme",
      members: {
        "user-alice": "ADMIN",
        "user-bob": "MEMBER",
        "user-carol": "MEMBER",
        "user-dave": "MEMBER",
        "user-erin": "MEMBER",
      },
    },
  ],
  projects: [
    {
      id: raw,
      name: "raw",
      billTo: "org-acme",
      permissions: {
        "user-alice": "ADMINISTER",
        "user-bob": "CONTRIBUTE",
        "user-carol": "VIEW",
        "user-dave": "VIEW",
      },
    },
    { id: old, name: "old", billTo: "org-acme", permissions: { "user-alice": "ADMINISTER" } },
    {
      id: left,
      name: "left",
      billTo: "org-acme",
      permissions: { "user-alice": "ADMINISTER", "user-bob": "ADMINISTER" },
    },
  ],
  apps: [
    {
      name: "qc",
      version: "1.0.0",
      billTo: "org-acme",
      developers: ["user-alice"],
      authorizedUsers: ["user-bob", "user-carol"],
    },
  ],
};

/** A configuration that needs every write there is but `leave`, twenty calls in all. */
export const files = {
  "acme.yaml": `platform: dnanexus
organization: org-acme
name: Acme Genomics
members:
  user-alice: ADMIN
  user-bob: ADMIN
  user-carol: MEMBER
  user-dave: { level: MEMBER, projectAccess: VIEW }
  user-frank: MEMBER
  user-gina: MEMBER
projects:
  raw:
    summary: Raw data
    grants: { user-alice: ADMINISTER, user-bob: VIEW, user-carol: CONTRIBUTE, user-frank: VIEW }
  fresh:
    grants: { user-alice: ADMINISTER, user-bob: VIEW, user-carol: VIEW }
  left: {}
  old: { state: absent }
apps:
  app-qc:
    authorizedUsers: [user-bob, user-dave]
    developers: [user-alice, user-bob]
`,
  "lab.yaml": `platform: dnanexus
organization: org-lab
name: Lab
policies: { memberListVisibility: MEMBER }
members:
  user-alice: ADMIN
  user-bob: MEMBER
`,
};

/** Every write of that configuration, as a part of its path that no other one has. */
export const routes = [
  "org/new",
  "org-acme/update",
  "org-acme/invite",
  "org-lab/invite",
  "setMemberAccess",
  "removeMember",
  "project/new",
  `${raw}/update`,
  `${raw}/invite`,
  "decreasePermissions",
  "destroy",
  "addAuthorizedUsers",
  "removeAuthorizedUsers",
  "addDevelopers",
] as const;

const destroying = "destroy:org-acme/projects/old";
export const applying = ["apply", "--yes", "--allow", destroying, "--format", "json"];

/** A sandbox with that organization, and a folder with that configuration. */
export function world(configuration: Readonly<Record<string, string>> = files): Promise<Live> {
  return live(configuration, "user-alice", seed);
}

export interface Applied {
  readonly plan: Plan;
  readonly result: ApplyResult;
}

/**
 * Checks all that must hold of an apply whatever went wrong: what it says is what the server holds, it sent what the
 * plan holds and nothing else, nobody was invited twice, and no secret is anywhere.
 */
export async function expectHonest(run: Live, ended: Ended): Promise<Applied> {
  const { plan: made, result } = appliedFrom(ended);
  const { outcomes } = result;
  const held = heldBy(run.sandbox.dump());
  const changes = made.sections.flatMap((section) => section.changes);
  expect(outcomes.map(({ address }) => address).sort()).toEqual(changes.map(({ address }) => address).sort());
  const blind = new Set(made.sections.flatMap(({ unknown }) => unknown.map(placeOf)));
  for (const outcome of outcomes) {
    const change = changes.find(({ address }) => address === outcome.address);
    if (change === undefined) continue;
    const told = outcome.status === "applied";
    // What could not be read before was planned without knowing.
    if (coveredBy(change.address, blind) !== null) continue;
    // Where nobody could look it must say so; then both may be true.
    const open = outcome.status === "failed" && outcome.message.includes("It may have been carried out");
    if (!open) expect([outcome, isDone(change, held)]).toEqual([outcome, told]);
  }
  const failed = outcomes.filter(({ status }) => status !== "applied").length;
  const short = failed > 0 || result.cancelled || result.verified === false;
  const something = result.sent > 0 || failed < outcomes.length;
  expect(ended.code).toBe(short ? (something ? 4 : 1) : 0);
  // Every write that reached the server is a call of the plan, and the other way round.
  const text = planText(made, { calls: true });
  const events = await lastJournal(run.path);
  expectTold({
    plan: made,
    text,
    events,
    arrivals: arrivalsIn(run.sandbox.requests, text),
    secrets: {},
    oneServer: true,
    killed: events.some((event) => event.type === "answered" && event.result !== "done"),
  });
  expectInvitedOnce(run.sandbox.requests);
  await expectNoSecret(run, ended);
  return { plan: made, result };
}

function appliedFrom(ended: Ended): Applied {
  const document = parsed(ended);
  expect(document).toMatchObject({ format: "charter-apply/1", result: { outcomes: expect.any(Array) } });
  return document as unknown as Applied;
}

/** The next apply does what is left, and after it there is nothing to do. In this process: the command has its own tests. */
export async function expectConverges(run: Live): Promise<void> {
  run.faults();
  const next = await apply({ directory: run.path, env: run.env, allow: [destroying] });
  if (!next.ok) throw new Error(JSON.stringify(next.findings));
  const { result } = next.value;
  expect(next.findings.filter(({ code }) => !/^(plan\/idle-allow|store\/stale-lock)$/.test(code))).toEqual(
    [],
  );
  // There is no result where nothing was left.
  expect(result?.outcomes.filter(({ status }) => status !== "applied") ?? []).toEqual([]);
  expect([result?.verified ?? true, result?.mismatches ?? [], result?.cancelled ?? false]).toEqual([
    true,
    [],
    false,
  ]);
  expectInvitedOnce(run.sandbox.requests);
  await expectNoSecret(run, { code: 0, stdout: JSON.stringify(next), stderr: "" });
  await expectNothingToDo(run);
}

/** The plan is empty, and making it changes nothing. */
export async function expectNothingToDo(run: Live): Promise<void> {
  run.faults();
  const writes = run.writes().length;
  const left = await plan({ directory: run.path, env: run.env });
  expect(left).toMatchObject({
    ok: true,
    findings: [],
    value: { summary: { create: 0, update: 0, replace: 0, delete: 0, stops: 0, unmanaged: 0, unknown: 0 } },
  });
  expect(run.writes()).toHaveLength(writes);
}

/** What a sandbox holds, by address. */
type Held = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

interface Dump {
  readonly orgs: readonly {
    readonly id: string;
    readonly name: string;
    readonly members: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  }[];
  readonly projects: readonly {
    readonly id: string;
    readonly name: string;
    readonly billTo: string;
    readonly summary: string;
    readonly permissions: Readonly<Record<string, string>>;
  }[];
  readonly apps: readonly {
    readonly name: string;
    readonly billTo: string;
    readonly developers: readonly string[];
    readonly authorizedUsers: readonly string[];
  }[];
}

function heldBy(dump: unknown): Held {
  const { orgs, projects, apps } = dump as Dump;
  const held = new Map<string, Readonly<Record<string, unknown>>>();
  const put = (address: string, attributes: Readonly<Record<string, unknown>> = {}): void => {
    if (held.has(address)) throw new Error(`${address} is there twice`);
    held.set(address, attributes);
  };
  for (const { id, name, members } of orgs) {
    put(id, { name });
    for (const [user, member] of Object.entries(members)) put(`${id}/members/${user}`, member);
  }
  for (const { name, billTo, summary, permissions } of projects) {
    const project = `${billTo}/projects/${name}`;
    put(project, { name, summary });
    for (const [who, level] of Object.entries(permissions)) put(`${project}/grants/${who}`, { level });
  }
  for (const { name, billTo, developers, authorizedUsers } of apps) {
    const app = `${billTo}/apps/app-${name}`;
    for (const who of developers) put(`${app}/developers/${who}`);
    for (const who of authorizedUsers) put(`${app}/authorizedUsers/${who}`);
  }
  return held;
}

function isDone(change: PlannedChange, held: Held): boolean {
  const there = held.get(change.address);
  if (change.action === "delete") return there === undefined;
  if (there === undefined) return false;
  return change.attributes.every(({ name, after }) => !(name in there) || there[name] === after);
}

/** Of each person to each place at most one invitation was carried out. */
export function expectInvitedOnce(requests: readonly LoggedRequest[]): void {
  const done = requests
    .filter(({ path, status, fault }) => path.endsWith("/invite") && (status === 200 || fault === "lost"))
    .map(({ path, body }) => `${path} ${(body as { readonly invitee: string }).invitee}`);
  expect(done).toEqual([...new Set(done)]);
}

/** The credential is in nothing that was printed or stored; nor is anything that only a broken program prints. */
export async function expectNoSecret(run: Live, { stdout, stderr }: Ended): Promise<void> {
  const secret = run.env["CHARTER_DNANEXUS_TOKEN"] ?? "";
  expect(secret.length).toBeGreaterThan(20);
  const stored = await readdir(run.path, { recursive: true, withFileTypes: true });
  const texts = await Promise.all(
    stored.filter((each) => each.isFile()).map((each) => readFile(join(each.parentPath, each.name), "utf8")),
  );
  for (const text of [stdout, stderr, ...texts]) expect(text).not.toContain(secret);
  expect(stderr).not.toMatch(/Warning:|Unhandled|cli\/bug|^ {4}at /m);
}

/** Waits for something, for a minute at most. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; !(await holds()); await sleep(5)) {
    if (Date.now() > end) throw new Error("it never came to that");
  }
}

/** Waits until nothing was answered for a while: what a killed process had sent is over. */
export async function quiet(run: Live): Promise<void> {
  for (let count = -1; count !== run.sandbox.requests.length; await sleep(500)) {
    count = run.sandbox.requests.length;
  }
}
