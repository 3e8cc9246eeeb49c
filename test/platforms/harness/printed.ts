/** What the command prints are the calls of the plan, for people as for programs. */
import { expect } from "vitest";
import type { Plan } from "../../../src/model/plan.ts";
import { planText } from "../../../src/report/plan/terminal.ts";
import { charter, parsed } from "../../cli/charter.ts";
import { type DeskWorld, desk } from "./desk.ts";
import { toldIn } from "./told.ts";

export async function printsItsCalls(world: DeskWorld): Promise<void> {
  await using on = await desk(world);
  const plan = await on.plan();
  const run = (...args: readonly string[]) => charter(["plan", ...args, "-C", on.directory], { env: on.env });
  const [text, json] = await Promise.all([run("--calls"), run("--format", "json")]);
  const told = toldIn(planText(plan, { calls: true }));
  expect(told).toHaveLength(plan.summary.calls);
  expect(toldIn(text.stdout)).toEqual(told);
  const { sections } = parsed(json) as unknown as Plan;
  expect(sections.flatMap(({ calls }) => calls)).toEqual(plan.sections.flatMap(({ calls }) => calls));
  expect(on.writes()).toEqual([]);
}
