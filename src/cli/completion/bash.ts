import type { CommandSpec, FlagSpec, ProgramSpec, Values } from "./spec.ts";

/** A script for bash 3.2 (macOS) and later, without the bash-completion package. */
export function bashScript({ name, flags, commands }: ProgramSpec): string {
  const valued = flags.filter(({ value }) => value !== null).flatMap(({ names }) => names);
  return `# Completion for ${name}; load it with: source <(${name} completion bash)
_${name}() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="" command="" word i IFS=$' \\t\\n'
  ((COMP_CWORD > 0)) && prev="\${COMP_WORDS[COMP_CWORD-1]}"
  # --flag=value arrives in three words.
  if [[ "$cur" == "=" ]]; then cur=""
  elif [[ "$prev" == "=" ]]; then prev="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    case "$word" in
      ${valued.join("|")}) i=$((i + 1)) ;;
      -*|=) ;;
      help) ;;
      *) command="$word"; break ;;
    esac
  done
  COMPREPLY=()
  case "$command:$prev" in
${[...flags.flatMap((flag) => valueCase("*", flag)), ...commands.flatMap((command) => command.flags.flatMap((flag) => valueCase(command.name, flag)))].join("\n")}
  esac
  if [[ "$cur" == -* ]]; then
    case "$command" in
${commands.map((command) => `      ${command.name}) ${words(flagNames([...command.flags, ...flags]))} ;;`).join("\n")}
      *) ${words(flagNames(flags))} ;;
    esac
    return
  fi
  case "$command" in
    "") ${words(commands.map((command) => command.name))} ;;
${commands.flatMap(argumentCase).join("\n")}
  esac
}
complete -o filenames -F _${name} ${name}
`;
}

function valueCase(command: string, flag: FlagSpec): readonly string[] {
  if (flag.value === null) return [];
  const patterns = flag.names.map((each) => `${command}:${each}`).join("|");
  const reply = replyFor(flag.value);
  return [`    ${patterns}) ${reply === "" ? "" : `${reply}; `}return ;;`];
}

/** Only the first argument has values of its own; those that follow are of the same sort or free. */
function argumentCase(command: CommandSpec): readonly string[] {
  const [first] = command.arguments;
  const reply = first === undefined ? "" : replyFor(first.values);
  return reply === "" ? [] : [`    ${command.name}) ${reply} ;;`];
}

function replyFor(values: Values): string {
  switch (values.type) {
    case "words":
      return words(values.words);
    case "file":
      return `IFS=$'\\n'; COMPREPLY=($(compgen -f -- "$cur"))`;
    case "folder":
      return `IFS=$'\\n'; COMPREPLY=($(compgen -d -- "$cur"))`;
    case "free":
      return "";
  }
}

function words(list: readonly string[]): string {
  return `COMPREPLY=($(compgen -W "${list.join(" ")}" -- "$cur"))`;
}

function flagNames(flags: readonly FlagSpec[]): readonly string[] {
  return [...new Set(flags.map(({ names }) => names.at(-1) ?? ""))];
}
