import { Argument } from "commander";
import { type CommandDefinition, examples } from "./command.ts";
import type { ProgramSpec } from "./completion/spec.ts";
import type { ExitCode } from "./exit.ts";
import { exitCode } from "./exit.ts";

const shells = ["bash", "zsh", "fish"] as const;
type Shell = (typeof shells)[number];

export const completion: CommandDefinition = {
  define: (command) => {
    command
      .description(
        "Print a script that completes commands, flags and their values. It is made from the commands themselves.",
      )
      .addArgument(new Argument("<shell>", "the shell").choices(shells));
    examples(command, [
      ["source <(charter completion bash)", "in ~/.bashrc"],
      ["source <(charter completion zsh)", "in ~/.zshrc"],
      ["charter completion fish > ~/.config/fish/completions/charter.fish", "once, for fish"],
    ]);
  },
  run: async (command, context): Promise<ExitCode> => {
    const shell: Shell = command.processedArgs[0];
    const { programSpec } = await import("./completion/spec.ts");
    context.io.stdout.write(await script(shell, programSpec(await context.wholeProgram())));
    return exitCode({ type: "done" });
  },
};

async function script(shell: Shell, spec: ProgramSpec) {
  switch (shell) {
    case "bash":
      return (await import("./completion/bash.ts")).bashScript(spec);
    case "zsh":
      return (await import("./completion/zsh.ts")).zshScript(spec);
    case "fish":
      return (await import("./completion/fish.ts")).fishScript(spec);
  }
}
