import type { Redactor } from "../http/redact.ts";

/**
 * The same exception without secrets in its words. It is a bug, and people send the words of bugs around. Its kind stays:
 * callers ask for it.
 */
export function withoutSecrets(error: unknown, { redact }: Redactor): unknown {
  if (typeof error === "string") return redact(error);
  for (let each = error, depth = 0; each instanceof Error && depth < 10; each = each.cause, depth += 1) {
    const { message, stack } = each;
    each.message = redact(message);
    if (stack !== undefined) each.stack = redact(stack);
  }
  return error;
}
