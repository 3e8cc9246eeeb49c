import type { Command, Option } from "commander";
import { platforms } from "../../platforms/registry.ts";

/** What can stand in a place of the command line. */
export type Values =
  | { readonly type: "words"; readonly words: readonly string[] }
  | { readonly type: "file" }
  | { readonly type: "folder" }
  /** Something that no script can know. */
  | { readonly type: "free" };

export interface FlagSpec {
  /** `-o`, `--out`. */
  readonly names: readonly string[];
  readonly description: string;
  /** Null for a flag that takes no value. */
  readonly value: Values | null;
  readonly valueName: string;
  readonly repeatable: boolean;
}

export interface ArgumentSpec {
  readonly name: string;
  readonly values: Values;
  readonly variadic: boolean;
}

export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly FlagSpec[];
  readonly arguments: readonly ArgumentSpec[];
}

export interface ProgramSpec {
  readonly name: string;
  readonly flags: readonly FlagSpec[];
  readonly commands: readonly CommandSpec[];
}

/** The whole command line as data, from the definitions that also parse it and print its help. */
export function programSpec(program: Command): ProgramSpec {
  return {
    name: program.name(),
    flags: flagsOf(program),
    commands: program.commands.map((command) => ({
      name: command.name(),
      summary: command.summary(),
      flags: flagsOf(command),
      arguments: command.registeredArguments.map((argument) => ({
        name: argument.name(),
        values: valuesOf(argument.name(), argument.argChoices),
        variadic: argument.variadic,
      })),
    })),
  };
}

function flagsOf(command: Command): readonly FlagSpec[] {
  const help = {
    names: ["-h", "--help"],
    description: "show help",
    value: null,
    valueName: "",
    repeatable: false,
  };
  return [...command.options.filter((option) => !option.hidden).map(flag), help];
}

function flag(option: Option): FlagSpec {
  const valueName = /<(.+)>/.exec(option.flags)?.[1] ?? "";
  return {
    names: [option.short, option.long].filter((name) => name !== undefined && name !== null),
    description: option.description,
    value: option.required ? valuesOf(valueName, option.argChoices) : null,
    valueName,
    repeatable: option.parseArg !== undefined && option.argChoices === undefined,
  };
}

/** What a value is follows from what the help calls it. */
function valuesOf(name: string, choices: readonly string[] | undefined): Values {
  if (choices !== undefined) return { type: "words", words: choices };
  switch (name) {
    case "platform":
      return { type: "words", words: platforms.map((platform) => platform.name) };
    case "file":
    case "files":
    case "planfile":
      return { type: "file" };
    case "dir":
      return { type: "folder" };
    default:
      return { type: "free" };
  }
}
