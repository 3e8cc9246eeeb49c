/** A hundred thousand members in one page: read in one go, planned to nothing, and shown in a few lines. */
import { expect, test } from "vitest";
import type { Plan } from "../../src/model/plan.ts";
import type { Reader } from "../../src/model/protocol.ts";
import type { Value } from "../../src/model/value.ts";
import { dnanexus } from "../../src/platforms/dnanexus/index.ts";
import { planMarkdown } from "../../src/report/plan/markdown.ts";
import { planText } from "../../src/report/plan/terminal.ts";
import { readAs, soughtAs } from "../platforms/harness/connect.ts";
import { change, plan as planFixture, section } from "../report/fixture.ts";
import { desiredOf, planOf } from "../support/plans.ts";

const size = 100_000;
const user = (index: number): string => `user-${String(index).padStart(6, "0")}`;
const flags = { allowBillableActivities: false, appAccess: true, projectAccess: "CONTRIBUTE" };

/** A server whose organization has all of them on one page, and does not care that no page is so long. */
function server(): { readonly reader: Reader; readonly asked: readonly string[] } {
  const asked: string[] = [];
  const members = Array.from({ length: size }, (_, index) => ({
    id: user(index),
    level: index === 0 ? "ADMIN" : "MEMBER",
    ...(index === 0 ? { ...flags, allowBillableActivities: true, projectAccess: "ADMINISTER" } : flags),
  }));
  const answers: Readonly<Record<string, Value>> = {
    "/org-acme/describe": { name: "Acme", level: "ADMIN", policies: {} },
    "/org-acme/findMembers": { results: members, next: null },
  };
  return {
    asked,
    reader: {
      signal: new AbortController().signal,
      connection: "test",
      read: async ({ path }) => {
        asked.push(path);
        const body = answers[path];
        if (body === undefined)
          return { ok: false, reason: "missing", code: "X", message: path, status: 404 };
        return { ok: true, status: 200, body };
      },
    },
  };
}

const members = (from: number): object =>
  Object.fromEntries(
    Array.from({ length: size - from }, (_, index) => [
      user(index + from),
      index + from === 0 ? { level: "ADMIN" } : { level: "MEMBER" },
    ]),
  );

function plan(live: Parameters<typeof planOf>[2], written: object): Plan {
  const desired = desiredOf(dnanexus, { "org-acme": { members: written } });
  return planOf(dnanexus, desired, live, { actor: { id: user(0) } });
}

test("all are read with two requests, and no more are shown than a person reads", async () => {
  const { reader, asked } = server();
  const { state, unreadable } = await readAs(
    dnanexus,
    { reader },
    {
      organizations: soughtAs("org-acme"),
      actor: { id: user(0) },
      wants: (_, kind) => kind === "member",
    },
  );
  expect([asked, unreadable]).toEqual([["/org-acme/describe", "/org-acme/findMembers"], []]);
  expect(state.count("org-acme/members")).toBe(size);

  const nothing = plan(state, members(0));
  expect(nothing.summary).toMatchObject({ create: 0, update: 0, delete: 0, calls: 0, stops: 0 });
}, 60_000);

test("what would become of all of them is a few lines, and with --verbose all lines", () => {
  const changes = Array.from({ length: size }, (_, index) =>
    change("delete", `org-acme/members/${user(index)}`),
  );
  const removal = planFixture([section({ changes })]);
  const text = planText(removal, {});
  expect(text.split("\n").length).toBeLessThan(120);
  expect(text).toContain("100,000");
  expect(planMarkdown(removal).length).toBeLessThanOrEqual(60_000);
  // More lines than one call of a function can take as arguments.
  expect(planText(removal, { verbose: true }).split("\n").length).toBeGreaterThan(size);
}, 60_000);
