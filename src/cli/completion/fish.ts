import type { CommandSpec, FlagSpec, ProgramSpec, Values } from "./spec.ts";

/** A script for fish 3 and later. */
export function fishScript({ name, flags, commands }: ProgramSpec): string {
  const lines = [
    `# Completion for ${name}`,
    `complete -c ${name} -f`,
    ...flags.map((flag) => flagLine(name, "", flag)),
    ...commands.map(
      (command) =>
        `complete -c ${name} -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.summary)}`,
    ),
    ...commands.flatMap((command) => commandLines(name, command)),
  ];
  return `${lines.join("\n")}\n`;
}

function commandLines(name: string, command: CommandSpec): readonly string[] {
  const condition = ` -n ${quoted(`__fish_seen_subcommand_from ${command.name}`)}`;
  const own = command.flags.filter(({ names }) => !names.includes("--help"));
  return [
    ...own.map((flag) => flagLine(name, condition, flag)),
    ...command.arguments.flatMap(({ values }) => {
      const given = valuesText(values);
      return given === "" ? [] : [`complete -c ${name}${condition} ${given}`];
    }),
  ];
}

function flagLine(name: string, condition: string, { names, description, value }: FlagSpec): string {
  const spelled = names.map((each) =>
    each.startsWith("--") ? `-l ${each.slice(2)}` : `-s ${each.slice(1)}`,
  );
  const given = value === null ? "" : ` -r ${valuesText(value) || "-f"}`;
  return `complete -c ${name}${condition} ${spelled.join(" ")}${given} -d ${quoted(description)}`;
}

function valuesText(values: Values): string {
  switch (values.type) {
    case "words":
      return `-f -a ${quoted(values.words.join(" "))}`;
    case "file":
      return "-F";
    case "folder":
      return `-f -a ${quoted("(__fish_complete_directories)")}`;
    case "free":
      return "";
  }
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}
