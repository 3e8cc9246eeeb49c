/** What is said where the provider itself has failed: everything that is expected is a diagnostic. */

/** Name and message. Those of a parser quote what they could not read, which may be a secret. */
export function told(error: unknown): string {
  if (error instanceof SyntaxError) return error.name;
  return error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
}

/** The stack without its first lines, which hold the message once more. */
export function framesOf(error: unknown): readonly string[] {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return stack.split("\n").filter((line) => /^\s+at /.test(line));
}

export function bugMessage(error: unknown): string {
  return (
    `Charter's provider met something that it did not expect (${told(error)}). This is a bug. Please report it to the ` +
    "makers of orgcharter with this message, the version of the provider and the log of the same again with TF_LOG=debug."
  );
}

/** What is printed before the process dies: Terraform shows everything from `panic: ` on. */
export function panicText(error: unknown): string {
  return [`panic: ${told(error).replace(/\s+/g, " ")}`, "", ...framesOf(error), ""].join("\n");
}
