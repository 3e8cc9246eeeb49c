import { capabilitiesOf } from "../model/capabilities.ts";
import { platformMarkdown, platformsMarkdown } from "../report/platforms/markdown.ts";
import { platformsText, platformText } from "../report/platforms/terminal.ts";
import { type CommandDefinition, examples } from "./command.ts";
import { type ExitCode, exitCode } from "./exit.ts";
import { fail, writeResult } from "./output.ts";

export const platforms: CommandDefinition = {
  define: (command) => {
    command
      .description(
        "List the platforms that Charter knows, with what can be done on each; of one platform, everything: what is created, changed and removed, and what signing in takes.",
      )
      .argument("[platform]", "only this one, in detail");
    examples(command, [
      ["charter platforms", "all, a line each"],
      ["charter platforms dnanexus", "one, with every kind of object and the variables of its credential"],
      ["charter platforms --format json", "for a program"],
    ]);
  },
  run: async (command, context): Promise<ExitCode> => {
    const name: string | undefined = command.processedArgs[0];
    const style = context.styles.stdout;
    if (name === undefined) {
      const { platforms: known } = await import("../platforms/registry.ts");
      const all = known.map(capabilitiesOf);
      writeResult(context, {
        terminal: () => platformsText(all, style),
        markdown: () => platformsMarkdown(all),
        json: () => ({ format: "charter-platforms/1", platforms: all }),
      });
      return exitCode({ type: "done" });
    }
    const { platformNamed } = await import("./platform.ts");
    const platform = platformNamed(name);
    if ("finding" in platform) return fail(context, [platform.finding]);
    const one = capabilitiesOf(platform);
    writeResult(context, {
      terminal: () => platformText(one, style),
      markdown: () => platformMarkdown(one),
      json: () => ({ format: "charter-platforms/1", platforms: [one] }),
    });
    return exitCode({ type: "done" });
  },
};
