import { describe, expect, test } from "vitest";
import type { DriftItem, DriftReport } from "../../src/model/drift.ts";
import type { ApplyResult } from "../../src/model/outcome.ts";
import { accessMarkdown } from "../../src/report/access/markdown.ts";
import { accessText } from "../../src/report/access/terminal.ts";
import { applyMarkdown } from "../../src/report/apply/markdown.ts";
import { applyOutcome } from "../../src/report/apply/summary.ts";
import { applyText } from "../../src/report/apply/terminal.ts";
import { hasDifferences } from "../../src/report/drift/groups.ts";
import { driftMarkdown } from "../../src/report/drift/markdown.ts";
import { driftText } from "../../src/report/drift/terminal.ts";
import { change, plan, section } from "./fixture.ts";

function item(more: Partial<DriftItem>): DriftItem {
  return {
    class: "changed",
    address: "acme/members/user-bob",
    kind: "member",
    name: null,
    attributes: [],
    origin: "behind",
    firstSeen: "2026-08-21T07:30:00.000Z",
    message: "message",
    ...more,
  };
}

function report(items: readonly DriftItem[], inSync = 40): DriftReport {
  const summary = {
    changed: 0,
    missing: 0,
    unmanaged: 0,
    pending: 0,
    waiting: 0,
    expired: 0,
    unknown: 0,
    unapplied: 0,
  };
  for (const each of items) summary[each.class] += 1;
  return {
    format: "charter-drift/1",
    time: "2026-08-22T00:00:00.000Z",
    items,
    inSync,
    expiring: [],
    summary,
  };
}

const drifted = report([
  item({ attributes: [{ name: "level", before: "MEMBER", after: "ADMIN" }] }),
  item({ class: "unmanaged", address: "acme/members/user-eve", message: "Not in the configuration." }),
  item({ class: "missing", address: "acme/members/user-dave", message: "Gone.", origin: "unknown" }),
  item({
    class: "unapplied",
    address: "acme/projects/x",
    origin: "configuration",
    attributes: [{ name: "name", before: "new", after: "old" }],
  }),
  item({
    class: "changed",
    address: "acme",
    origin: "both",
    attributes: [{ name: "name", before: "A", after: "B" }],
  }),
  item({
    class: "expired",
    address: "acme/members/user-temp",
    message: "Expired on 2026-08-01 and still there.",
  }),
  item({ class: "pending", address: "acme/members/user-new", message: "Waits for user-new." }),
  item({ class: "unknown", address: "acme/projects/s/grants", message: "PermissionDenied", name: "Secret" }),
]);

describe("drift", () => {
  test("at a terminal", () => {
    expect(driftText(drifted)).toMatchInlineSnapshot(`
      "Changed behind Charter's back (3):
        ~ acme                   name: A in the configuration, B live (the configuration changed too)  (since 2026-08-21 07:30)
        ~ acme/members/user-bob  level: MEMBER in the configuration, ADMIN live  (since 2026-08-21 07:30)
        + acme/members/user-eve  Not in the configuration.  (since 2026-08-21 07:30)

      Different, and no earlier apply is known that would tell who changed it (1):
        - acme/members/user-dave  Gone.  (since 2026-08-21 07:30)

      Configured, not yet applied (1):
        ~ acme/projects/x  name: new in the configuration, old live  (since 2026-08-21 07:30)

      Expired (1):
        - acme/members/user-temp  Expired on 2026-08-01 and still there.  (since 2026-08-21 07:30)

      Pending, waiting for a person (1):
        acme/members/user-new  Waits for user-new.  (since 2026-08-21 07:30)

      Unknown, because it could not be read (1):
        ? acme/projects/s/grants (Secret)  PermissionDenied  (since 2026-08-21 07:30)

      Drift: 2 changed, 1 missing, 1 unmanaged, 1 expired and 1 unapplied; 40 as configured, 1 pending and 1 unknown.
      "
    `);
  });

  test("in Markdown", () => {
    expect(driftMarkdown(drifted)).toMatchInlineSnapshot(`
      "<!-- charter:drift -->
      ### Drift: 2 changed, 1 missing, 1 unmanaged, 1 expired and 1 unapplied; 40 as configured, 1 pending and 1 unknown.

      <details><summary>Changed behind Charter's back: 3</summary>

      \`\`\`diff
      !   acme                   name: A in the configuration, B live (the configuration changed too)  (since 2026-08-21 07:30)
      !   acme/members/user-bob  level: MEMBER in the configuration, ADMIN live  (since 2026-08-21 07:30)
      +   acme/members/user-eve  Not in the configuration.  (since 2026-08-21 07:30)
      \`\`\`

      </details>

      <details><summary>Different, and no earlier apply is known that would tell who changed it: 1</summary>

      \`\`\`diff
      -   acme/members/user-dave  Gone.  (since 2026-08-21 07:30)
      \`\`\`

      </details>

      <details><summary>Configured, not yet applied: 1</summary>

      \`\`\`diff
      !   acme/projects/x  name: new in the configuration, old live  (since 2026-08-21 07:30)
      \`\`\`

      </details>

      <details><summary>Expired: 1</summary>

      \`\`\`diff
      -   acme/members/user-temp  Expired on 2026-08-01 and still there.  (since 2026-08-21 07:30)
      \`\`\`

      </details>

      <details><summary>Pending, waiting for a person: 1</summary>

      \`\`\`diff
          acme/members/user-new  Waits for user-new.  (since 2026-08-21 07:30)
      \`\`\`

      </details>

      <details><summary>Unknown, because it could not be read: 1</summary>

      \`\`\`diff
      #   acme/projects/s/grants (Secret)  PermissionDenied  (since 2026-08-21 07:30)
      \`\`\`

      </details>

      <sub>As of 2026-08-22T00:00:00.000Z.</sub>
      "
    `);
  });

  test.each([
    ["none", [], "No drift. 40 as configured.", false],
    ["pending only", [item({ class: "pending" })], "No drift. 40 as configured, 1 pending.", false],
    ["waiting only", [item({ class: "waiting" })], "No drift. 40 as configured, 1 waiting.", false],
    [
      "unknown only",
      [item({ class: "unknown" })],
      "No drift in what could be read. 40 as configured, 1 unknown.",
      false,
    ],
    ["expired", [item({ class: "expired" })], "Drift: 1 expired; 40 as configured.", true],
    ["unapplied", [item({ class: "unapplied" })], "Drift: 1 unapplied; 40 as configured.", true],
  ] as const)("the last line: %s", (_, items, expected, differs) => {
    expect(driftText(report(items)).trimEnd().split("\n").at(-1)).toBe(expected);
    expect(hasDifferences(report(items))).toBe(differs);
  });

  test("very much of it is bounded at a terminal and in a comment", () => {
    const many = report(
      Array.from({ length: 3_000 }, (_, index) => item({ address: `acme/members/user-${index}` })),
    );
    expect(driftText(many)).toContain("… and 2,975 more (--verbose or --format json shows all)");
    expect(driftText(many, { verbose: true }).match(/user-/g)).toHaveLength(3_000);
    const comment = driftMarkdown(many);
    expect(comment.length).toBeLessThanOrEqual(60_000);
    expect(comment).toContain("**Shortened to fit:** “Changed behind Charter's back”.");
  });
});

function result(more: Partial<ApplyResult> = {}): ApplyResult {
  return {
    run: "r1",
    plan: "0123456789abcdef01",
    outcomes: [],
    sent: 0,
    verified: null,
    mismatches: [],
    cancelled: false,
    ...more,
  };
}

const applied = plan([
  section({
    changes: [
      change("create", "acme/members/a"),
      change("delete", "acme/members/b"),
      change("update", "acme"),
    ],
  }),
]);

const partly = result({
  outcomes: [
    { status: "applied", address: "acme/members/a" },
    { status: "failed", address: "acme/members/b", call: "c2", message: "PermissionDenied: no" },
    { status: "not-attempted", address: "acme", because: "acme/members/b failed" },
    { status: "pending", address: "acme/members/c", for: "c to accept" },
    { status: "waiting", address: "acme/members/d", for: "billing" },
  ],
  sent: 1,
  verified: false,
  mismatches: [{ address: "acme/members/a", message: "level is MEMBER, not ADMIN" }],
});

describe("what an apply did", () => {
  test("at a terminal", () => {
    expect(applyText(applied, partly)).toMatchInlineSnapshot(`
      "Applied (1):
        + acme/members/a

      Pending, waiting for a person (1):
        acme/members/c  for c to accept

      Waiting for something else first (1):
        acme/members/d  for billing

      Failed (1):
        - acme/members/b  PermissionDenied: no

      Not attempted (1):
        ~ acme  acme/members/b failed

      Not verified by reading again (1):
        ? acme/members/a  level is MEMBER, not ADMIN

      Not everything could be verified: run \`charter plan\` to see what is left to do.

      Applied in part: 1 change applied, 1 pending, 1 waiting, 1 failed and 1 not attempted (1 call).
      "
    `);
  });

  test("in Markdown", () => {
    expect(applyMarkdown(applied, partly)).toMatchInlineSnapshot(`
      "<!-- charter:apply -->
      ### Applied in part: 1 change applied, 1 pending, 1 waiting, 1 failed and 1 not attempted (1 call).

      Not everything could be verified: run \`charter plan\` to see what is left to do.

      <details><summary>applied: 1</summary>

      \`\`\`diff
      +   acme/members/a
      \`\`\`

      </details>

      <details><summary>pending, waiting for a person: 1</summary>

      \`\`\`diff
          acme/members/c  for c to accept
      \`\`\`

      </details>

      <details><summary>waiting for something else first: 1</summary>

      \`\`\`diff
          acme/members/d  for billing
      \`\`\`

      </details>

      <details><summary>failed: 1</summary>

      \`\`\`diff
      -   acme/members/b  PermissionDenied: no
      \`\`\`

      </details>

      <details><summary>not attempted: 1</summary>

      \`\`\`diff
      !   acme  acme/members/b failed
      \`\`\`

      </details>

      <details><summary>not verified by reading again: 1</summary>

      \`\`\`diff
      #   acme/members/a  level is MEMBER, not ADMIN
      \`\`\`

      </details>

      <sub>Run \`r1\` of plan \`0123456789abcdef\`, made 2026-08-21T07:30:00.000Z.</sub>
      "
    `);
  });

  const one = { status: "applied", address: "acme" } as const;
  const failed = { status: "failed", address: "acme", call: "c", message: "m" } as const;
  const skipped = { status: "not-attempted", address: "acme", because: "m" } as const;
  const waits = { status: "waiting", address: "acme", for: "m" } as const;

  test.each([
    [
      "all applied",
      result({ outcomes: [one], sent: 1, verified: true }),
      "done",
      "Applied and verified: 1 change applied (1 call).",
    ],
    [
      "applied, nothing to read",
      result({ outcomes: [one], sent: 1 }),
      "done",
      "Applied: 1 change applied (1 call).",
    ],
    [
      "only waiting",
      result({ outcomes: [waits] }),
      "done",
      "Applied: 0 changes applied, 1 waiting (0 calls).",
    ],
    [
      "all failed",
      result({ outcomes: [failed] }),
      "nothing",
      "Nothing applied: 0 changes applied, 1 failed (0 calls).",
    ],
    [
      "one failed",
      result({ outcomes: [one, failed], sent: 1 }),
      "partly",
      "Applied in part: 1 change applied, 1 failed (1 call).",
    ],
    [
      "cancelled before",
      result({ outcomes: [skipped], cancelled: true }),
      "nothing",
      "Cancelled, nothing applied: 0 changes applied, 1 not attempted (0 calls).",
    ],
    [
      "cancelled between",
      result({ outcomes: [one, skipped], sent: 1, cancelled: true }),
      "partly",
      "Cancelled, applied in part: 1 change applied, 1 not attempted (1 call).",
    ],
    [
      "not as planned",
      result({ outcomes: [one], sent: 1, verified: false }),
      "partly",
      "Applied, but not verified: 1 change applied (1 call).",
    ],
  ] as const)("%s", (_, value, outcome, expected) => {
    expect(applyOutcome(value)).toBe(outcome);
    expect(applyText(applied, value).trimEnd().split("\n").at(-1)).toBe(expected);
  });
});

describe("access", () => {
  const rows = [
    { who: "user-alice", target: "acme", level: "ADMIN", actions: ["VIEW", "MANAGE"], via: ["direct"] },
    { who: "PUBLIC", target: "acme/projects/x", level: "VIEW", actions: [], via: ["direct", "org-qc"] },
  ];

  test("with a column for what settings take away, where they do", () => {
    const held = rows.map((row) => ({
      ...row,
      ...(row.who === "PUBLIC" ? { withheld: [{ action: "VIEW", by: "overrides.all" }] } : {}),
    }));
    expect(accessText(held)).toMatchInlineSnapshot(`
      "WHO         TARGET           LEVEL  ACTIONS       WITHHELD              VIA
      user-alice  acme             ADMIN  VIEW, MANAGE                        direct
      PUBLIC      acme/projects/x  VIEW   none          VIEW (overrides.all)  direct, org-qc

      2 principals on 2 targets (2 rows).
      "
    `);
    expect(accessMarkdown(held)).toMatchInlineSnapshot(`
      "### 2 principals on 2 targets (2 rows)

      | who | target | level | actions | withheld | via |
      | --- | --- | --- | --- | --- | --- |
      | \`user-alice\` | \`acme\` | \`ADMIN\` | \`VIEW, MANAGE\` | \`none\` | \`direct\` |
      | \`PUBLIC\` | \`acme/projects/x\` | \`VIEW\` | \`none\` | \`VIEW (overrides.all)\` | \`direct, org-qc\` |
      "
    `);
  });

  test("at a terminal", () => {
    expect(accessText(rows)).toMatchInlineSnapshot(`
      "WHO         TARGET           LEVEL  ACTIONS       VIA
      user-alice  acme             ADMIN  VIEW, MANAGE  direct
      PUBLIC      acme/projects/x  VIEW   none          direct, org-qc

      2 principals on 2 targets (2 rows).
      "
    `);
    expect(accessText([])).toBe("Nobody: no access matches.\n");
  });

  test("in Markdown", () => {
    expect(accessMarkdown(rows)).toMatchInlineSnapshot(`
      "### 2 principals on 2 targets (2 rows)

      | who | target | level | actions | via |
      | --- | --- | --- | --- | --- |
      | \`user-alice\` | \`acme\` | \`ADMIN\` | \`VIEW, MANAGE\` | \`direct\` |
      | \`PUBLIC\` | \`acme/projects/x\` | \`VIEW\` | \`none\` | \`direct, org-qc\` |
      "
    `);
    expect(accessMarkdown([])).toBe("### Nobody: no access matches\n");
  });

  test("very much of it is bounded", () => {
    const many = Array.from({ length: 3_000 }, (_, index) => ({
      who: `user-${index}`,
      target: "acme",
      level: "MEMBER",
      actions: ["VIEW"],
      via: ["direct"],
    }));
    expect(accessText(many)).toContain("… and 2,500 more (--verbose or --format json shows all)");
    expect(accessText(many, { verbose: true }).match(/^user-/gm)).toHaveLength(3_000);
    expect(accessMarkdown(many).length).toBeLessThanOrEqual(60_000);
    expect(accessMarkdown(many)).toMatch(
      /… and [\d,]+ more rows; `charter access --format json` shows all\.\n$/,
    );
  });
});

test("a drift report names what ends soon, and that is no difference", () => {
  const soon = { ...report([]), expiring: [{ address: null, person: "alice", expires: "2026-12-01" }] };
  expect(driftText(soon)).toContain("Ends soon (1):\n  2026-12-01  alice (person)");
  expect(driftMarkdown(soon)).toContain("Ends soon: 1");
  expect(hasDifferences(soon)).toBe(false);
});
