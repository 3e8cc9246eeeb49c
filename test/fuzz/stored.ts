/** Files that Charter wrote itself and reads again: whatever became of them, they are read as they were or refused. */
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { Plan } from "../../src/model/plan.ts";
import { parsePlan, serializePlan } from "../../src/plan/file.ts";
import { runMarkdown } from "../../src/report/runs/markdown.ts";
import { runsText, runText } from "../../src/report/runs/terminal.ts";
import { reportOf } from "../../src/run/runs.ts";
import { openFolderStore } from "../../src/store/folder/folder.ts";
import { parseRecord } from "../../src/store/folder/owner.ts";
import { parseJournal } from "../../src/store/folder/runs.ts";
import type { Store } from "../../src/store/store.ts";
import { clubPlatform } from "../support/club-platform.ts";
import { desiredOf, liveOf, planOf } from "../support/plans.ts";
import { anything, type Mutation, mutate } from "./mutate.ts";
import type { Target } from "./target.ts";
import { edited } from "./texts.ts";

const plan: Plan = planOf(
  clubPlatform,
  desiredOf(clubPlatform, { chess: { people: { ann: "KEEPER", bob: "KEEPER", dot: "GUEST" } } }),
  liveOf(clubPlatform, {
    chess: { motto: "", people: { ann: "KEEPER", bob: "GUEST", cid: "GUEST" } },
  }),
);

/** Edits of the text, or of the JSON of one of its lines. */
function spoilt(text: string, wholeIsJson: boolean): fc.Arbitrary<string> {
  const byMutation = (mutation: Mutation): string => {
    const parts = wholeIsJson ? [text] : text.split("\n");
    const answers = new Map(
      parts.map((part, index) => [String(index), { status: 200, headers: {}, text: part }]),
    );
    return [...(mutate(answers, mutation) ?? answers).values()].map((each) => each.text).join("\n");
  };
  return fc.oneof(edited([text]), anything.map(byMutation));
}

const planFile: Target = {
  name: "stored/plan",
  runs: 500,
  property: async () => {
    const text = serializePlan(plan);
    return fc.property(spoilt(text, true), (changed) => {
      const read = parsePlan(changed);
      // The time is no part of what was reviewed.
      if ("plan" in read) {
        assert.deepEqual(sorted({ ...read.plan, time: "" }), sorted({ ...plan, time: "" }));
      } else assert.match(read.finding.message, /charter plan -o FILE|with this version/);
    });
  },
};

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, each]) => [name, sorted(each)]);
}

/** A store in which everything was written once, and the text of each of its files. */
async function storeOf(
  root: string,
): Promise<{ readonly store: Store; readonly files: ReadonlyMap<string, string> }> {
  const store = openFolderStore(root, () => new Date("2026-01-02T03:04:05Z"));
  const run = await store.startRun(plan);
  assert.ok(run.ok);
  const about = { connection: "club", call: "c1", attempt: 1 };
  await run.value.write({ type: "sending", ...about, operation: "person.add", method: "POST", path: "/x" });
  await run.value.write({
    type: "answered",
    ...about,
    status: 500,
    result: "lost",
    code: "Gone",
    message: "no",
  });
  await run.value.write({
    type: "finished",
    outcomes: { failed: 1 },
    changes: [
      { status: "failed", address: "chess/people/bob", call: "c1", message: "no" },
      { status: "not-attempted", address: "chess/people/dot", because: "c1" },
      { status: "pending", address: "chess/people/eve", for: "eve" },
    ],
    sent: 1,
    verified: false,
    cancelled: false,
  });
  await run.value.close();
  await store.writeBaseline({
    connection: "club",
    organization: "chess",
    time: "2026-01-02T03:04:05.000Z",
    plan: null,
    resources: [
      { address: "chess", kind: "club", key: "chess", id: "7", attributes: { motto: "" } },
      { address: "chess/people/ann", kind: "person", key: "ann", id: null, attributes: { rank: "KEEPER" } },
    ],
  });
  await store.writeSeen(new Map([["a/b", "2026-01-02T03:04:05.000Z"]]));
  await store.tokens("club").set("session", "token");
  const names = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = names
    .filter((each) => each.isFile() && !each.name.startsWith("."))
    .map((each) => join(each.parentPath, each.name));
  const texts = await Promise.all(paths.map(async (path) => [path, await readFile(path, "utf8")] as const));
  return { store, files: new Map(texts) };
}

/** Reads everything that the store has, and shows the runs. */
async function readAllOf(store: Store): Promise<void> {
  const baseline = await store.readBaseline("club", "chess");
  if (baseline.ok && baseline.value !== null) {
    assert.deepEqual([baseline.value.connection, baseline.value.organization], ["club", "chess"]);
    for (const { address, attributes } of baseline.value.resources) {
      assert.equal(typeof address, "string");
      assert.equal(typeof attributes, "object");
    }
  }
  const seen = await store.readSeen();
  for (const [, time] of seen.ok ? seen.value : []) assert.equal(typeof time, "string");
  const token = await store.tokens("club").get("session");
  assert.ok(token === undefined || typeof token === "string");
  const listed = await store.listRuns();
  for (const { id } of listed.ok ? listed.value : []) {
    const record = await store.readRun(id);
    if (!record.ok || record.value === null) continue;
    const report = reportOf(record.value);
    assert.ok(`${runText(report)}${runsText([report])}${runMarkdown(report)}`.includes(id));
  }
  for (const each of [baseline, seen, listed]) {
    if (!each.ok) assert.match(each.message, /damaged|later version/);
  }
}

const store: Target = {
  name: "stored/store",
  runs: 250,
  property: async () => {
    const root = await mkdtemp(join(tmpdir(), "charter-fuzz-"));
    process.once("exit", () => void rm(root, { recursive: true, force: true }));
    const { store: whole, files } = await storeOf(root);
    await readAllOf(whole);
    const cases = fc.oneof(
      ...[...files].map(([path, text]) =>
        fc.tuple(fc.constant(path), spoilt(text, !path.endsWith(".jsonl"))),
      ),
    );
    return fc.asyncProperty(cases, async ([path, text]) => {
      await writeFile(path, text);
      try {
        await readAllOf(openFolderStore(root));
      } finally {
        await writeFile(path, files.get(path) ?? "");
      }
    });
  },
};

const journal: Target = {
  name: "stored/journal",
  runs: 500,
  property: async () => {
    const anyLine = fc.oneof(
      fc.json(),
      fc
        .record(
          {
            time: fc.constantFrom<unknown>("2026-01-02T03:04:05.000Z", 7),
            type: fc.constantFrom("started", "sending", "answered", "finished", "other"),
            plan: fc.constantFrom<unknown>("p", null),
            call: fc.constantFrom<unknown>("c1", {}),
            sections: fc.jsonValue({ maxDepth: 3 }),
            changes: fc.jsonValue({ maxDepth: 2 }),
            outcomes: fc.jsonValue({ maxDepth: 1 }),
          },
          { requiredKeys: ["type"] },
        )
        .map((value) => JSON.stringify(value)),
    );
    return fc.property(fc.array(anyLine, { maxLength: 5 }), fc.boolean(), (lines, torn) => {
      const read = parseJournal("id", `${lines.join("\n")}${torn ? "" : "\n"}`, "path");
      if (!read.ok) return;
      const [first] = read.value.entries;
      if (first?.type === "started") assert.ok(runText(reportOf(read.value)) !== "");
      parseRecord(lines[0] ?? "");
    });
  },
};

export const storedTargets: readonly Target[] = [planFile, store, journal];
