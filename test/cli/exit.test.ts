import { describe, expect, test } from "vitest";
import { type Ending, exitCode } from "../../src/cli/exit.ts";
import type { DriftReport } from "../../src/model/drift.ts";
import type { ApplyResult } from "../../src/model/outcome.ts";
import type { Plan } from "../../src/model/plan.ts";
import { call, change, plan, section, stop } from "../report/fixture.ts";

const changing = plan([section({ changes: [change("create", "a/b/c")], calls: [call("c1", "a/b/c")] })]);
const nothing = plan([section()]);
const pending = plan([section({ pending: [{ address: "a/b/c", for: "x" }] })]);
const waiting: Plan = { ...nothing, summary: { ...nothing.summary, waiting: 1 } };
const stopped = plan([section({ changes: [change("delete", "a/b/c")], stops: [stop("removals", "a/b")] })]);

function result(more: Partial<ApplyResult>): ApplyResult {
  return {
    run: "r",
    plan: "p",
    outcomes: [],
    sent: 0,
    verified: null,
    mismatches: [],
    cancelled: false,
    ...more,
  };
}
const applied = { status: "applied", address: "a" } as const;
const failed = { status: "failed", address: "a", call: "c", message: "m" } as const;

function drift(summary: Partial<DriftReport["summary"]>): DriftReport {
  const none = {
    changed: 0,
    missing: 0,
    unmanaged: 0,
    pending: 0,
    waiting: 0,
    expired: 0,
    unknown: 0,
    unapplied: 0,
  };
  return {
    format: "charter-drift/1",
    time: "t",
    items: [],
    inSync: 0,
    expiring: [],
    summary: { ...none, ...summary },
  };
}

const rows: readonly [string, Ending, number][] = [
  ["done", { type: "done" }, 0],
  ["error", { type: "error" }, 1],
  ["plan, stopped", { type: "plan", plan: stopped, detailed: false }, 3],
  ["plan, stopped, detailed", { type: "plan", plan: stopped, detailed: true }, 3],
  ["plan, changes", { type: "plan", plan: changing, detailed: false }, 0],
  ["plan, changes, detailed", { type: "plan", plan: changing, detailed: true }, 2],
  ["plan, nothing, detailed", { type: "plan", plan: nothing, detailed: true }, 0],
  ["plan, pending, detailed", { type: "plan", plan: pending, detailed: true }, 0],
  ["plan, waiting, detailed", { type: "plan", plan: waiting, detailed: true }, 0],
  ["apply, stopped", { type: "apply", plan: stopped, result: null, declined: false }, 3],
  ["apply, declined", { type: "apply", plan: changing, result: null, declined: true }, 1],
  ["apply, nothing to do", { type: "apply", plan: nothing, result: null, declined: false }, 0],
  [
    "apply, done",
    { type: "apply", plan: changing, result: result({ outcomes: [applied], sent: 1 }), declined: false },
    0,
  ],
  [
    "apply, pending",
    {
      type: "apply",
      plan: changing,
      result: result({ outcomes: [{ status: "pending", address: "a", for: "x" }], sent: 1 }),
      declined: false,
    },
    0,
  ],
  [
    "apply, partly",
    {
      type: "apply",
      plan: changing,
      result: result({ outcomes: [applied, failed], sent: 1 }),
      declined: false,
    },
    4,
  ],
  [
    "apply, cancelled between",
    {
      type: "apply",
      plan: changing,
      result: result({ outcomes: [applied], sent: 1, cancelled: true }),
      declined: false,
    },
    4,
  ],
  [
    "apply, not as planned",
    {
      type: "apply",
      plan: changing,
      result: result({ outcomes: [applied], sent: 1, verified: false }),
      declined: false,
    },
    4,
  ],
  [
    "apply, failed",
    { type: "apply", plan: changing, result: result({ outcomes: [failed] }), declined: false },
    1,
  ],
  ["drift, none", { type: "drift", report: drift({}) }, 0],
  ["drift, pending", { type: "drift", report: drift({ pending: 1 }) }, 0],
  ["drift, changed", { type: "drift", report: drift({ changed: 1, unknown: 1 }) }, 2],
  ["drift, missing", { type: "drift", report: drift({ missing: 1 }) }, 2],
  ["drift, unmanaged", { type: "drift", report: drift({ unmanaged: 1 }) }, 2],
  ["drift, expired", { type: "drift", report: drift({ expired: 1 }) }, 2],
  ["drift, unapplied", { type: "drift", report: drift({ unapplied: 1 }) }, 2],
  ["drift, unknown", { type: "drift", report: drift({ unknown: 1 }) }, 3],
  ["fmt --check, unformatted", { type: "format", unformatted: 1 }, 2],
  ["fmt", { type: "format", unformatted: 0 }, 0],
];

describe("exit codes", () => {
  test.each(rows)("%s", (_, ending, code) => {
    expect(exitCode(ending)).toBe(code);
  });
});
