import type { ApplyResult } from "../../model/outcome.ts";
import type { Plan } from "../../model/plan.ts";
import { compose } from "../compose.ts";
import { code, markdown } from "../escape.ts";
import { details } from "../plan/markdown.ts";
import { count, list, noBounds, normalBounds } from "../text.ts";
import { outcomeGroups } from "./lines.ts";
import { applyAdvice, applySummary } from "./summary.ts";

/** What an apply did, for a comment; `max` characters, default 60,000. Failures are shortened last. */
export function applyMarkdown(plan: Plan, result: ApplyResult, max = 60_000): string {
  const whole = outcomeGroups(plan, result, noBounds);
  const short = outcomeGroups(plan, result, normalBounds);
  const advice = applyAdvice(result);
  return compose(
    [
      {
        title: "heading",
        rank: 0,
        versions: [
          () =>
            `<!-- charter:apply -->\n### ${applySummary(result)}\n${advice === "" ? "" : `\n${advice}\n`}`,
        ],
      },
      ...whole.map(({ title, number, lines }, index) => ({
        title: `“${title}”`,
        rank: whole.length - index,
        versions: [
          () => details(`${title}: ${count(number)}`, lines),
          () => details(`${title}: ${count(number)}`, short[index]?.lines ?? []),
          () => `${title}: ${count(number)}.\n`,
        ],
      })),
      {
        title: "footer",
        rank: 0,
        versions: [
          () =>
            `<sub>Run ${code(result.run)} of plan ${code(result.plan.slice(0, 16))}, made ${markdown(plan.time)}.</sub>\n`,
        ],
      },
    ],
    {
      max,
      note: (titles) =>
        `> **Shortened to fit:** ${list(titles)}. Counts are complete; \`--format json\` shows everything.`,
    },
  );
}
