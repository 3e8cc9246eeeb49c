import type { ArgumentSpec, CommandSpec, FlagSpec, ProgramSpec, Values } from "./spec.ts";

/** A script for zsh: a file `_charter` in $fpath, or sourced. */
export function zshScript({ name, flags, commands }: ProgramSpec): string {
  return `#compdef ${name}
_${name}() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
  local -a commands
  commands=(
${commands.map((command) => `    ${quoted(`${command.name}:${command.summary}`)}`).join("\n")}
  )
  _arguments -C \\
${flags.map((flag) => `    ${flagText(flag)} \\`).join("\n")}
    '1:command:->command' \\
    '*::argument:->argument'
  case $state in
    command) _describe -t commands '${name} command' commands ;;
    argument)
      case $words[1] in
${commands.map((command) => commandText(command, flags)).join("\n")}
      esac ;;
  esac
}
if [ "$funcstack[1]" = "_${name}" ]; then
  _${name} "$@"
else
  compdef _${name} ${name}
fi
`;
}

function commandText(command: CommandSpec, global: readonly FlagSpec[]): string {
  const own = new Set(command.flags.flatMap(({ names }) => names));
  const others = global.filter(({ names }) => !names.some((each) => own.has(each)));
  const specs = [
    ...[...command.flags, ...others].map(flagText),
    ...command.arguments.map((argument, index) => argumentText(argument, index)),
  ];
  return `        ${command.name})\n          _arguments \\\n${specs.map((spec) => `            ${spec}`).join(" \\\n")} ;;`;
}

function flagText({ names, description, value, valueName, repeatable }: FlagSpec): string {
  const exclusive = repeatable ? "*" : names.length > 1 ? `(${names.join(" ")})` : "";
  const action = value === null ? "" : `:${valueName.replaceAll(":", "\\:")}:${actionFor(value)}`;
  const rest = `[${description.replace(/[[\]:\\]/g, "\\$&")}]${action}`;
  return names.length > 1
    ? `${quoted(exclusive)}{${names.join(",")}}${quoted(rest)}`
    : quoted(`${exclusive}${names.join("")}${rest}`);
}

function argumentText({ name, values, variadic }: ArgumentSpec, index: number): string {
  return quoted(`${variadic ? "*" : index + 1}:${name}:${actionFor(values)}`);
}

function actionFor(values: Values): string {
  switch (values.type) {
    case "words":
      return `(${values.words.join(" ")})`;
    case "file":
      return "_files";
    case "folder":
      return "_files -/";
    case "free":
      return "";
  }
}

function quoted(text: string): string {
  return text === "" ? "" : `'${text.replaceAll("'", "'\\''")}'`;
}
