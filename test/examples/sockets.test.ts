import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExpectedChange } from "../../examples/kubernetes/expected.ts";
import { organizationId, teamId } from "../../examples/kubernetes/handles.ts";
import { layOut } from "../../examples/kubernetes/layout.ts";
import { actor, type Model } from "../../examples/kubernetes/mapping.ts";
import { seedOf } from "../../examples/kubernetes/seed.ts";
import { everybody, readSource, type Source } from "../../examples/kubernetes/source.ts";
import type { Plan } from "../../src/model/plan.ts";
import { isRecord } from "../../src/model/value.ts";
import { apply, plan as makePlan, type Result } from "../../src/run/index.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { changesOf, type Step, steps } from "./steps.ts";

const size = ({ commit }: Step) => commit.ops.length;
const op = (sign: "+" | "-", type: string) => (step: Step) =>
  step.commit.ops.some((each) => each.sign === sign && each.fact.type === type);
const change = (action: ExpectedChange["action"], address: RegExp) => (step: Step) =>
  step.expected.some((each) => each.action === action && address.test(each.address));

/** What each commit of the sample is there for; the first that fits and is not yet in it is taken. */
const sample: readonly (readonly [string, (step: Step, all: readonly Step[]) => boolean])[] = [
  ["the largest", (step, all) => size(step) === Math.max(...all.map(size))],
  ["the last", (step, all) => step === all.at(-1)],
  ["a name spelled in another way", (step) => step.expected.length === 0 && !op("+", "team-grant")(step)],
  ["a level that is the same on the platform", (step) => step.expected.length === 0],
  ["a name spelled in another way, among other things", ({ commit }) => commit.commit === "95049145a5f2"],
  ["a team that comes", op("+", "team")],
  ["a team that goes", op("-", "team")],
  ["a new repository", change("create", /\/projects\/[^/]+$/)],
  ["a grant at another level", change("update", /\/grants\//)],
  ["a grant that goes", change("delete", /\/grants\//)],
  [
    "many who leave",
    ({ expected }) => expected.length > 10 && expected.every(({ action }) => action === "delete"),
  ],
  [
    "many who come",
    ({ expected }) => expected.length > 20 && expected.every(({ action }) => action === "create"),
  ],
  ["an everyday one", ({ expected }) => expected.length === 1],
];

function pick(source: Source): readonly (readonly [string, Step])[] {
  const all = [...steps(source)];
  const open = new Set(all);
  return sample.map(([title, fits]) => {
    const step = [...open].find((each) => fits(each, all));
    if (step === undefined) throw new Error(`No commit is ${title}`);
    open.delete(step);
    return [title, step];
  });
}

/** The organizations that a commit speaks of, with what their GitHub organizations are. */
function concerned({ commit, after }: Step): Model {
  const ids = new Set(
    commit.ops.flatMap(({ fact }) => [
      organizationId(fact.organization),
      ...(fact.type === "role" ? [] : [teamId(fact.organization, fact.team)]),
    ]),
  );
  return new Map([...after].filter(([id]) => ids.has(id)));
}

async function write(folder: string, model: Model): Promise<void> {
  // The sandbox has no limit, and this is not about waiting for one.
  const settings =
    "connections: { dnanexus: { platform: dnanexus, credentials: { token: { env: TOKEN } }, requestsPerSecond: 9999 } }\n";
  for (const [path, text] of [...layOut(model), ["../charter.yaml", settings] as const]) {
    const file = join(folder, "config", path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

function good<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.findings.map(({ message }) => message).join("\n"));
  return result.value;
}

/** Who is where on the server, whatever else it knows: levels of members and grants, by place. */
function standing(document: unknown): ReadonlyMap<string, unknown> {
  const { orgs, projects } = check(document);
  const levels = new Map<string, unknown>();
  for (const { id, name, members } of orgs) {
    levels.set(id, name);
    for (const [user, member] of Object.entries(members)) {
      levels.set(`${id} ${user}`, isRecord(member) ? member.level : member);
    }
  }
  for (const { name, billTo, permissions } of projects) {
    levels.set(`${billTo} ${name}`, name);
    for (const [principal, level] of Object.entries(permissions)) {
      levels.set(`${billTo} ${name} ${principal}`, level);
    }
  }
  return levels;
}

const seedShape = Compile(
  Type.Object({
    orgs: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        members: Type.Record(Type.String(), Type.Unknown()),
      }),
    ),
    projects: Type.Array(
      Type.Object({
        name: Type.String(),
        billTo: Type.String(),
        permissions: Type.Record(Type.String(), Type.Unknown()),
      }),
    ),
  }),
);

function check(document: unknown) {
  if (!seedShape.Check(document)) throw new Error("The sandbox gave no seed document");
  return document;
}

function allowing(plan: Plan): readonly string[] {
  return plan.sections.flatMap(({ stops }) => stops.map(({ allow, message }) => allow ?? message));
}

describe("a sample of the commits, over real sockets", () => {
  let folder: string;
  let source: Source;
  let picked: readonly (readonly [string, Step])[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "charter-test-"));
    source = await readSource();
    picked = pick(source);
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(sample.map(([title], index) => [title, index] as const))(
    "%s",
    { timeout: 120_000 },
    async (_, index) => {
      const entry = picked[index];
      if (entry === undefined) throw new Error("no such commit");
      const [title, step] = entry;
      const sandbox = await startSandbox("dnanexus", { seed: seedOf(step.before, everybody(source)) });
      try {
        const directory = join(folder, String(index));
        await write(directory, title === "the largest" ? step.after : concerned(step));
        const env = { CHARTER_DNANEXUS_URL: sandbox.url, TOKEN: sandbox.tokens[actor] };
        const first = good(await makePlan({ directory, env }));
        const writes = () => sandbox.requests.filter((request) => request.write).length;
        expect(writes()).toBe(0);
        expect(changesOf(first)).toEqual(step.expected);

        const { plan, result } = good(await apply({ directory, env, allow: allowing(first) }));
        expect(changesOf(plan)).toEqual(step.expected);
        expect(plan.summary.stops).toBe(0);
        expect(writes()).toBe(plan.summary.calls);
        if (step.expected.length === 0) expect(result).toBeNull();
        else {
          expect(result).toMatchObject({ verified: true, mismatches: [], cancelled: false });
          expect(result?.outcomes.map(({ status }) => status)).toEqual(step.expected.map(() => "applied"));
        }

        expect(standing(sandbox.dump())).toEqual(standing(seedOf(step.after, new Map())));

        const next = good(await makePlan({ directory, env }));
        expect(Object.values(next.summary)).toEqual(Object.values(next.summary).map(() => 0));
        expect(writes()).toBe(plan.summary.calls);
      } finally {
        await sandbox.close();
      }
    },
  );
});
