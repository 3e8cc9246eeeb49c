import type { Path } from "../contract.ts";

/** A value from outside that is not what its schema says. The message does not hold the value. */
export class CodecError extends Error {
  override readonly name = "CodecError";
  readonly path: Path;

  constructor(path: Path, message: string) {
    super(message);
    this.path = path;
  }
}

/** For people: `members["alice"].level`. */
export function pathText(path: Path): string {
  const text = path
    .map((step) => {
      if ("attribute" in step) return `.${step.attribute}`;
      return `[${JSON.stringify("key" in step ? step.key : step.index)}]`;
    })
    .join("");
  return text.startsWith(".") ? text.slice(1) : text;
}
