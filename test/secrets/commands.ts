/** All that the library can be asked for, rendered in all formats. */
import type { Finding } from "../../src/model/finding.ts";
import { serializePlan } from "../../src/plan/file.ts";
import { accessMarkdown } from "../../src/report/access/markdown.ts";
import { accessText } from "../../src/report/access/terminal.ts";
import { applyMarkdown } from "../../src/report/apply/markdown.ts";
import { applyText } from "../../src/report/apply/terminal.ts";
import { driftMarkdown } from "../../src/report/drift/markdown.ts";
import { driftText } from "../../src/report/drift/terminal.ts";
import { annotations } from "../../src/report/findings/annotations.ts";
import { findingsMarkdown } from "../../src/report/findings/markdown.ts";
import { findingsText } from "../../src/report/findings/terminal.ts";
import { planMarkdown } from "../../src/report/plan/markdown.ts";
import { planText } from "../../src/report/plan/terminal.ts";
import { runMarkdown } from "../../src/report/runs/markdown.ts";
import { runText } from "../../src/report/runs/terminal.ts";
import {
  access,
  apply,
  drift,
  importOrganizations,
  plan,
  type Result,
  showRun,
} from "../../src/run/index.ts";
import { hurried } from "../support/clock.ts";
import type { World } from "./world.ts";

type Command = "plan" | "apply" | "drift" | "access" | "import";

const verbose = true;

/** What each of them gives, by what it is. An import writes nothing, and sees no file. */
export async function everyResult(
  world: World,
  commands: readonly Command[],
  env: Readonly<Record<string, string>> = world.env(),
): Promise<Readonly<Record<string, string>>> {
  const texts: Record<string, string> = {};
  const options = { directory: world.directory, env, patience: 1, clock: hurried() };
  const put = <T>(name: string, result: Result<T>, render: (value: T) => readonly string[]): void => {
    texts[`${name}, findings`] = findingsIn(result.findings);
    texts[`${name}, JSON`] = JSON.stringify(result);
    if (result.ok) texts[name] = render(result.value).join("\n");
  };
  for (const command of commands) {
    switch (command) {
      case "plan":
        put(command, await plan(options), (made) => [
          planText(made, { calls: true, verbose }),
          planMarkdown(made, { calls: true }),
          serializePlan(made),
        ]);
        break;
      case "apply": {
        put(command, await apply(options), ({ plan: made, result }) =>
          result === null ? [] : [applyText(made, result, { verbose }), applyMarkdown(made, result)],
        );
        const shown = await showRun(null, options);
        put("runs show", shown, (run) => [runText(run, { verbose }), runMarkdown(run)]);
        break;
      }
      case "drift":
        put(command, await drift(options), (report) => [
          driftText(report, { verbose }),
          driftMarkdown(report),
        ]);
        break;
      case "access":
        put(command, await access(options), (rows) => [accessText(rows, { verbose }), accessMarkdown(rows)]);
        break;
      case "import": {
        const found = await importOrganizations({ ...options, platform: world.platform.name, update: true });
        put(command, found, ({ files }) => files.map(({ path, text }) => `${path}\n${text}`));
      }
    }
  }
  return texts;
}

function findingsIn(findings: readonly Finding[]): string {
  return [findingsText(findings, { verbose }), findingsMarkdown(findings), annotations(findings, "")].join(
    "\n",
  );
}
