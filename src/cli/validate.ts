import type { Configuration } from "../model/configuration.ts";
import { plural } from "../report/text.ts";
import { type CommandDefinition, examples } from "./command.ts";
import { type Context, runOptions } from "./context.ts";
import { type ExitCode, exitCode } from "./exit.ts";
import { fail, writeFindings, writeResult } from "./output.ts";

export const validate: CommandDefinition = {
  define: (command) => {
    command.description(
      "Check the configuration: syntax, schema, references and the rules of each platform. No platform is asked, and no credential is needed.",
    );
    examples(command, [
      ["charter validate", "check the folder that you are in"],
      ["charter validate -C organizations --format json", "for a program: all findings as JSON"],
      ["charter validate --no-code", "check a change from somebody else without running its TypeScript"],
    ]);
  },
  run: async (_command, context: Context): Promise<ExitCode> => {
    const { validate: check } = await import("../run/index.ts");
    const result = await check(runOptions(context));
    if (!result.ok) return fail(context, result.findings);
    const counts = countOf(result.value);
    const text = `The configuration is valid: ${plural(counts.organizations, "organization")} with ${plural(counts.resources, "resource")} in ${plural(counts.connections, "connection")}.\n`;
    writeResult(context, {
      terminal: () => text,
      markdown: () => `### ${text}`,
      json: () => ({ ok: true, ...counts, digest: result.value.digest, findings: result.findings }),
    });
    if (context.globals.format !== "json") writeFindings(context, result.findings);
    return exitCode({ type: "done" });
  },
};

function countOf({ connections }: Configuration) {
  return {
    connections: connections.length,
    organizations: connections.reduce((sum, { organizations }) => sum + organizations.length, 0),
    resources: connections.reduce((sum, { desired }) => sum + desired.resources.size, 0),
  };
}
