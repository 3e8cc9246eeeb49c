import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodePart } from "../../src/model/address.ts";
import type { DriftReport } from "../../src/model/drift.ts";
import type { Finding } from "../../src/model/finding.ts";
import type { ApplyResult } from "../../src/model/outcome.ts";
import type { Plan } from "../../src/model/plan.ts";
import type { RunReport } from "../../src/model/run.ts";
import { accessMarkdown } from "../../src/report/access/markdown.ts";
import { accessText } from "../../src/report/access/terminal.ts";
import { applyMarkdown } from "../../src/report/apply/markdown.ts";
import { applyText } from "../../src/report/apply/terminal.ts";
import { driftMarkdown } from "../../src/report/drift/markdown.ts";
import { driftText } from "../../src/report/drift/terminal.ts";
import { annotations } from "../../src/report/findings/annotations.ts";
import { findingsMarkdown } from "../../src/report/findings/markdown.ts";
import { findingsText } from "../../src/report/findings/terminal.ts";
import { toJson } from "../../src/report/json.ts";
import { planMarkdown } from "../../src/report/plan/markdown.ts";
import { planQuestion, planText } from "../../src/report/plan/terminal.ts";
import { runMarkdown, runsMarkdown } from "../../src/report/runs/markdown.ts";
import { runsText, runText } from "../../src/report/runs/terminal.ts";
import { access, call, change, plan, section, stop } from "./fixture.ts";
import { hostile } from "./hostile.ts";

/** Everything that a name can stand in, filled with one hostile name. */
function hostilePlan(name: string): Plan {
  const address = `${encodePart(name)}/members/${encodePart(name)}`;
  return plan(
    [
      section({
        connection: name,
        platform: name,
        actor: name,
        changes: [
          change("update", address, {
            attributes: [
              { name, before: name, after: `${name}x` },
              { name: "list", before: [name], after: { [name]: name } },
            ],
            waiting: name,
            position: { file: name, line: 1, column: 1 },
          }),
          change("create", encodePart(name), {
            attributes: [{ name, before: null, after: `a\n${name}` }],
            by: "c1",
          }),
          change("delete", `${address}/x/${encodePart(name)}`, { before: { [name]: name } }),
        ],
        calls: [
          call("c1", address, {
            path: [name, { $ref: "id", address: name }],
            query: { [name]: name },
            body: { [name]: [name, { $ref: "secret", name }] },
            lane: name,
            host: name,
            yields: { address: name, pointer: "/id" },
          }),
        ],
        effects: [{ call: "c1", address: name, kind: name, effect: "goes" }],
        access: [
          access(name, address, { before: name, after: name, gained: [name], lost: [name], via: [name] }),
        ],
        pending: [{ address: name, for: name }],
        unmanaged: [{ address: name, kind: name, name }],
        unknown: [{ address: name, collection: name, why: name }],
        stops: [stop(name, name, { message: name, setting: name })],
        allowed: [stop(name, name, { message: name, setting: name })],
        next: [{ address: name, step: name }],
      }),
      section({ connection: name }),
    ],
    { targets: [name], time: name, version: name, digest: name },
  );
}

function hostileDrift(name: string): DriftReport {
  return {
    format: "charter-drift/1",
    time: name,
    items: (["behind", "both", "unknown", "configuration"] as const).map((origin) => ({
      class: "changed",
      address: name,
      kind: name,
      name,
      attributes: [{ name, before: name, after: [name] }],
      origin,
      firstSeen: name,
      message: name,
    })),
    inSync: 1,
    expiring: [],
    summary: {
      changed: 4,
      missing: 0,
      unmanaged: 0,
      pending: 0,
      waiting: 0,
      expired: 0,
      unknown: 0,
      unapplied: 0,
    },
  };
}

function hostileResult(name: string): ApplyResult {
  return {
    run: name,
    plan: name,
    outcomes: [
      { status: "applied", address: name },
      { status: "pending", address: name, for: name },
      { status: "failed", address: name, call: name, message: name },
      { status: "not-attempted", address: name, because: name },
    ],
    sent: 1,
    verified: false,
    mismatches: [{ address: name, message: name }],
    cancelled: false,
  };
}

function hostileFindings(name: string): readonly Finding[] {
  return [
    {
      code: name,
      severity: "error",
      message: name,
      position: { file: name, line: 3, column: 2 },
      excerpt: name,
    },
    { code: name, severity: "warning", message: name, address: name },
  ];
}

function hostileRun(name: string): RunReport {
  return {
    id: name,
    started: name,
    ended: name,
    state: "finished",
    plan: name,
    by: name,
    version: name,
    sections: [{ connection: name, platform: name, actor: name, organizations: [name] }],
    sent: 1,
    verified: false,
    counts: { applied: 0, pending: 0, waiting: 0, failed: 1, "not-attempted": 0, unknown: 0 },
    changes: [
      { address: name, action: "update", status: "failed", message: name },
      { address: `${name}x`, action: "create", status: "unknown", message: name },
    ],
  };
}

const rows = (name: string) => [{ who: name, target: name, level: name, actions: [name], via: [name] }];

describe("on a terminal", () => {
  const texts: readonly [string, (name: string) => string][] = [
    ["plan", (name) => planText(hostilePlan(name), { calls: true })],
    ["verbose plan", (name) => planText(hostilePlan(name), { calls: true, verbose: true })],
    ["drift", (name) => driftText(hostileDrift(name))],
    ["apply", (name) => applyText(hostilePlan(name), hostileResult(name))],
    ["access", (name) => accessText(rows(name))],
    ["runs", (name) => runsText([hostileRun(name), hostileRun("plain")])],
    ["a run", (name) => runText(hostileRun(name), { verbose: true })],
    ["findings", (name) => findingsText(hostileFindings(name))],
    ["question", (name) => `${planQuestion(hostilePlan(name))}\n`],
  ];
  test.each(texts)(
    "%s: no control, invisible or reordering character, no command to a CI service",
    (_, render) => {
      const lineCount = render("plain").split("\n").length;
      fc.assert(
        fc.property(hostile, (name) => {
          const text = render(name);
          expect(text).not.toMatch(/[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]--\n]/v);
          expect(text).not.toMatch(/^\s*::/m);
          expect(text).not.toContain("##[");
          // A name may force a block where a plain one fits into a line, but never a line of its own making.
          expect(text.split("\n").length).toBeLessThan(lineCount + 40);
        }),
        { numRuns: 60 },
      );
    },
  );
});

describe("in Markdown", () => {
  const texts: readonly [string, (name: string) => string][] = [
    ["plan", (name) => planMarkdown(hostilePlan(name), { calls: true })],
    ["drift", (name) => driftMarkdown(hostileDrift(name))],
    ["apply", (name) => applyMarkdown(hostilePlan(name), hostileResult(name))],
    ["access", (name) => accessMarkdown(rows(name))],
    ["runs", (name) => runsMarkdown([hostileRun(name), hostileRun("plain")])],
    ["a run", (name) => runMarkdown(hostileRun(name))],
    ["findings", (name) => findingsMarkdown(hostileFindings(name))],
  ];
  test.each(texts)("%s: no markup, HTML, mention or link that we did not write", (_, render) => {
    fc.assert(
      fc.property(hostile, (name) => {
        const text = render(name);
        expect(text).not.toMatch(/[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]--\n]/v);
        const prose = withoutCode(text);
        // What is left after all code is taken out holds only the HTML of our own templates …
        expect(prose.match(/<(?!!-- charter:)[^>]*>?/g)?.filter((tag) => !ours.has(tag)) ?? []).toEqual([]);
        // … and no mention, reference, link or image.
        const bare = prose
          .replace(/\\[!-/:-@[-`{-~]/g, "")
          .replaceAll("> [!CAUTION]", "")
          .replaceAll("> [!WARNING]", "");
        expect(bare).not.toMatch(/@(?!&#8203;)|:\/\/|www\.|[[\]`]/i);
      }),
      { numRuns: 60 },
    );
  });
});

const ours = new Set([
  "<details>",
  "</details>",
  "<summary>",
  "</summary>",
  "<sub>",
  "</sub>",
  "<code>",
  "</code>",
]);

/** Takes out fenced blocks, then code spans, as CommonMark finds them; then the code of summaries. */
function withoutCode(text: string): string {
  const lines: string[] = [];
  let marker: string | null = null;
  for (const line of text.split("\n")) {
    const run = /^(`{3,})/.exec(line)?.[1];
    if (marker === null && run !== undefined) marker = run;
    else if (marker !== null && line === marker) marker = null;
    else if (marker === null) lines.push(withoutSpans(line));
  }
  expect(marker).toBeNull();
  return lines.join("\n").replace(/<code>[^<]*<\/code>/g, "<code></code>");
}

function withoutSpans(line: string): string {
  if (line.startsWith("<details>")) return line;
  let rest = "";
  for (let index = 0; index < line.length; ) {
    if (line[index] === "\\") {
      rest += line.slice(index, index + 2);
      index += 2;
      continue;
    }
    const ticks = /^`+/.exec(line.slice(index))?.[0];
    if (ticks === undefined) {
      rest += line[index] ?? "";
      index += 1;
      continue;
    }
    const after = index + ticks.length;
    const close = [...line.slice(after).matchAll(/`+/g)].find(([run]) => run === ticks);
    // A span that is never closed is literal backticks: the test must see them.
    if (close === undefined) rest += ticks;
    index = close === undefined ? after : after + close.index + ticks.length;
  }
  return rest;
}

describe("one comment of GitHub holds it, however much there is", () => {
  const long = `${"\u200b|".repeat(300)}@x`;
  const many = <T>(of: (name: string) => T): readonly T[] =>
    Array.from({ length: 1_000 }, (_, index) => of(`${index}${long}`));
  const whole = hostilePlan(long);
  const [first] = whole.sections;
  if (first === undefined) throw new Error("no section");
  const wide: Plan = {
    ...whole,
    sections: [
      {
        ...first,
        changes: many((name) => change("delete", `acme/members/${encodePart(name)}`)),
        access: many((name) =>
          access(name, "acme", { before: name, after: null, lost: [name], via: [name] }),
        ),
        stops: many((name) => stop(name, name, { message: name })),
        unmanaged: many((name) => ({ address: name, kind: "x", name })),
        next: many((name) => ({ address: name, step: name })),
      },
    ],
  };
  const outcomes = many((address): ApplyResult["outcomes"][number] => ({
    status: "failed",
    address,
    call: "c",
    message: address,
  }));
  const drifted = hostileDrift(long);
  test.each<readonly [string, () => string]>([
    ["a plan", () => planMarkdown(wide, { calls: true })],
    ["an apply", () => applyMarkdown(wide, { ...hostileResult(long), outcomes })],
    [
      "drift",
      () => driftMarkdown({ ...drifted, items: many(() => drifted.items[0]).flatMap((each) => each ?? []) }),
    ],
    ["access", () => accessMarkdown(many((name) => rows(name)).flat())],
    ["runs", () => runsMarkdown(many(hostileRun))],
    [
      "a run",
      () =>
        runMarkdown({
          ...hostileRun(long),
          changes: many((address) => ({ address, action: "update", status: "failed", message: address })),
        }),
    ],
    ["findings", () => findingsMarkdown(many(hostileFindings).flat())],
  ])("%s", (_, render) => {
    const text = render();
    expect(text.length).toBeGreaterThan(500);
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toMatch(/more|Shortened/);
  });
});

test("annotations are one command a finding, whatever is in it", () => {
  fc.assert(
    fc.property(hostile, (name) => {
      const lines = annotations(hostileFindings(name)).split("\n");
      expect(lines).toHaveLength(3);
      expect(lines[0]).toMatch(/^::error file=[^:,]*,line=3,col=2,title=[^:,]*::/);
      expect(lines[1]).toMatch(/^::warning title=[^:,]*::/);
    }),
  );
});

test("JSON keeps every character and shows none that is invisible", () => {
  fc.assert(
    fc.property(hostile, (name) => {
      const value = { [name]: [name], b: 1, a: null };
      const json = toJson(value);
      expect(JSON.parse(json)).toEqual(value);
      expect(json).not.toMatch(/[\p{Cc}\u200b\u202e\u2028\u2066]/u);
    }),
  );
});
