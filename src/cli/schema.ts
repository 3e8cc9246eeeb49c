import { type CommandDefinition, examples } from "./command.ts";
import type { ExitCode } from "./exit.ts";
import { exitCode } from "./exit.ts";
import { fail } from "./output.ts";

export const schema: CommandDefinition = {
  define: (command) => {
    command
      .description(
        "Print the JSON Schema of a platform's organization files, or of people; without an argument, that of charter.yaml. Editors complete and check files by it.",
      )
      .argument("[platform]", "the platform, or people");
    examples(command, [
      ["charter schema dnanexus > schemas/dnanexus.schema.json", "for the editor, where there is no network"],
      ["charter schema", "what can stand in charter.yaml"],
    ]);
  },
  run: async (command, context): Promise<ExitCode> => {
    const name: string | undefined = command.processedArgs[0];
    const text = await schemaText(name);
    if (typeof text !== "string") return fail(context, [text.finding]);
    context.io.stdout.write(text);
    return exitCode({ type: "done" });
  },
};

async function schemaText(name: string | undefined) {
  if (name === undefined) {
    const { settingsSchema } = await import("../config/settings-schema.ts");
    const { platforms } = await import("../platforms/registry.ts");
    return `${JSON.stringify(settingsSchema(platforms), null, 2)}\n`;
  }
  if (name === "people") {
    const { peopleSchema } = await import("../config/people/schema.ts");
    return `${JSON.stringify(peopleSchema(), null, 2)}\n`;
  }
  const { platformNamed } = await import("./platform.ts");
  const platform = platformNamed(name);
  if ("finding" in platform) return platform;
  const { schemaOf } = await import("../config/schema.ts");
  return `${JSON.stringify(schemaOf(platform), null, 2)}\n`;
}
