/** What a journal tells of a run, with and without an end. */
import { describe, expect, test } from "vitest";
import { runMarkdown } from "../../src/report/runs/markdown.ts";
import { runText } from "../../src/report/runs/terminal.ts";
import { reportOf } from "../../src/run/runs.ts";
import type { JournaledChange, RunEntry, RunRecord } from "../../src/store/store.ts";

const change = (key: string, calls: readonly string[], waiting?: string): JournaledChange => ({
  address: `acme/members/${key}`,
  action: "create",
  calls,
  ...(waiting === undefined ? {} : { waiting }),
});
const sending = (call: string, attempt = 1): RunEntry => ({
  time: "2026-11-25T21:31:00.000Z",
  type: "sending",
  connection: "main",
  call,
  operation: "member.invite",
  method: "POST",
  path: `/${call}`,
  attempt,
});
type Answered = Extract<RunEntry, { type: "answered" }>;
const answered = (call: string, result: Answered["result"], more: Partial<Answered> = {}): RunEntry => ({
  time: "2026-11-25T21:31:01.000Z",
  type: "answered",
  connection: "main",
  call,
  attempt: 1,
  status: 200,
  result,
  ...(result === "forbidden" ? { code: "Denied", message: "not you" } : {}),
  ...more,
});

function record(changes: readonly JournaledChange[], ...entries: readonly RunEntry[]): RunRecord {
  const started: RunEntry = {
    time: "2026-11-25T21:30:00.000Z",
    type: "started",
    plan: "d1ge57d1ge57d1ge57",
    version: "1.2.3",
    by: "ada@build-7",
    sections: [
      { connection: "main", platform: "club", actor: "ann", organizations: ["acme"], calls: 3, changes },
    ],
  };
  const finished = entries.at(-1)?.type === "finished";
  return { id: "r1", entries: [started, ...entries], torn: false, finished };
}

const open = "unknown: sent, and no answer tells what became of it: it may have been carried out";
const told = (of: RunRecord) => reportOf(of).changes.map(({ status, message }) => `${status}: ${message}`);

describe("a journal without an end", () => {
  test.each<[string, JournaledChange, readonly RunEntry[], string]>([
    ["nothing was sent", change("x", ["a"]), [], "not-attempted: null"],
    ["sent and answered", change("x", ["a"]), [sending("a"), answered("a", "done")], "applied: null"],
    ["it was so already", change("x", ["a"]), [sending("a"), answered("a", "already")], "applied: null"],
    ["found after all", change("x", ["a"]), [sending("a"), answered("a", "found")], "applied: null"],
    ["sent and killed", change("x", ["a"]), [sending("a")], open],
    ["sent, and the answer was lost", change("x", ["a"]), [sending("a"), answered("a", "lost")], open],
    [
      "a gateway gave up on it",
      change("x", ["a"]),
      [sending("a"), answered("a", "unavailable", { status: 502 })],
      open,
    ],
    [
      "the platform did not take it",
      change("x", ["a"]),
      [sending("a"), answered("a", "unavailable", { status: 503, code: "Busy" })],
      "failed: Busy",
    ],
    [
      "cancelled before it left",
      change("x", ["a"]),
      [sending("a"), answered("a", "cancelled", { status: null })],
      "not-attempted: null",
    ],
    [
      "lost, and cancelled before it left again",
      change("x", ["a"]),
      [
        sending("a"),
        answered("a", "lost"),
        sending("a", 2),
        answered("a", "cancelled", { attempt: 2, status: null }),
      ],
      open,
    ],
    [
      "an invitation was sent",
      { ...change("x", ["a"]), pending: "x to accept" },
      [sending("a"), answered("a", "done")],
      "pending: x to accept",
    ],
    [
      "its first part was carried out",
      change("x", ["a"], "x to accept"),
      [sending("a"), answered("a", "done")],
      "waiting: x to accept",
    ],
    ["refused", change("x", ["a"]), [sending("a"), answered("a", "forbidden")], "failed: Denied: not you"],
    [
      "the first of two calls only",
      change("x", ["a", "b"]),
      [sending("a"), answered("a", "done")],
      "failed: carried out in part only",
    ],
    ["it waited", change("x", [], "bob to accept"), [], "waiting: bob to accept"],
  ])("%s", (_, of, entries, expected) => {
    expect(told(record([of], ...entries))).toEqual([expected]);
  });

  test("says so", () => {
    const report = reportOf(record([change("x", ["a"])], sending("a")));
    expect(report).toMatchObject({ state: "running", ended: null, verified: null, by: "ada@build-7" });
    expect(runText(report)).toContain("no end (killed, or still running): 1 unknown.");
  });
});

describe("a journal with an end", () => {
  const end: RunEntry = {
    time: "2026-11-25T21:32:00.000Z",
    type: "finished",
    outcomes: {},
    changes: [
      { status: "applied", address: "acme/members/a" },
      { status: "pending", address: "acme/members/b", for: "b to accept" },
      { status: "failed", address: "acme/members/c", call: "c", message: "no\u001b[2J such" },
      { status: "not-attempted", address: "acme/members/d", because: "c failed" },
    ],
    sent: 2,
    verified: true,
    cancelled: false,
  };
  const report = reportOf(
    record(
      ["d", "c", "b", "a"].map((key) => change(key, [key])),
      sending("a"),
      end,
    ),
  );

  test("is what the end says, whatever the answers were", () => {
    expect(report.changes.map(({ address, status }) => `${address} ${status}`)).toEqual([
      "acme/members/a applied",
      "acme/members/b pending",
      "acme/members/c failed",
      "acme/members/d not-attempted",
    ]);
    expect(report.counts).toEqual({
      applied: 1,
      pending: 1,
      waiting: 0,
      failed: 1,
      "not-attempted": 1,
      unknown: 0,
    });
  });

  test("for people", () => {
    expect(runText(report)).toMatchInlineSnapshot(`
      "Run r1
        started  2026-11-25 21:30 UTC by ada@build-7
        ended    2026-11-25 21:32 UTC
        plan     d1ge57d1ge57d1ge (Charter 1.2.3)
        as       ann on main (club): acme
        calls    2 answered with success, read again and as planned

      Applied (1):
        + acme/members/a

      Pending, waiting for a person (1):
        + acme/members/b  b to accept

      Failed (1):
        + acme/members/c  no\\u{1b}[2J such

      Not attempted (1):
        + acme/members/d  c failed

      finished: 1 applied, 1 pending, 1 failed and 1 not attempted.
      "
    `);
    expect(runMarkdown(report)).toMatchInlineSnapshot(`
      "### Run r1

      finished: 1 applied, 1 pending, 1 failed and 1 not attempted.

      | address | action | outcome |  |
      | --- | --- | --- | --- |
      | \`acme/members/a\` | \`create\` | \`applied\` | (empty) |
      | \`acme/members/b\` | \`create\` | \`pending\` | \`b to accept\` |
      | \`acme/members/c\` | \`create\` | \`failed\` | \`no\\u{1b}[2J such\` |
      | \`acme/members/d\` | \`create\` | \`not-attempted\` | \`c failed\` |
      "
    `);
  });
});
