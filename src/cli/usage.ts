import type { CommanderError } from "commander";
import type { Finding } from "../model/finding.ts";
import { problem } from "./context.ts";

/** What commander says when it has done what was asked: help or the version was printed. */
const fine: ReadonlySet<string> = new Set(["commander.helpDisplayed", "commander.version"]);

export function isFine(error: CommanderError): boolean {
  return fine.has(error.code) || (error.code === "commander.help" && error.exitCode === 0);
}

const codes: Readonly<Record<string, string>> = {
  "commander.unknownOption": "unknown-flag",
  "commander.unknownCommand": "unknown-command",
  "commander.excessArguments": "excess-arguments",
  "commander.missingArgument": "missing-argument",
  "commander.optionMissingArgument": "missing-value",
  "commander.invalidArgument": "bad-value",
  "commander.conflictingOption": "conflict",
  "commander.help": "no-command",
};

/** A mistake on the command line, as a finding that says what to do. */
export function usageFinding(error: CommanderError, command: string | undefined): Finding {
  const [first = "", ...rest] = error.message.replace(/^error: /, "").split("\n");
  const suggestion = /^\(Did you mean (.*)\?\)$/.exec(rest.join(" "))?.[1];
  const what = first.replace(/[.]$/, "");
  const meant = suggestion === undefined ? "" : `; did you mean ${suggestion}?`;
  const help = `charter ${command === undefined ? "" : `${command} `}--help`;
  const said = error.code === "commander.help" ? "no command was given" : what;
  return problem(codes[error.code] ?? "usage", `${sentence(said + meant)} ${help} shows what there is.`);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?]$/.test(text) ? "" : "."}`;
}
