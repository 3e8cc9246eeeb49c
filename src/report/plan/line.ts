import type { Action } from "../../model/change.ts";
import type { Style } from "../style.ts";

/** What a line says about access and resources, in one symbol that needs no colour. */
export type Mark = "+" | "~" | "-/+" | "-" | "?" | "";

/** A line of a report before it is laid out: its text is already safe to show. */
export interface Line {
  readonly mark: Mark;
  readonly depth: number;
  readonly text: string;
}

export function line(depth: number, text: string, mark: Mark = ""): Line {
  return { mark, depth, text };
}

export const marks: Readonly<Record<Action, Mark>> = {
  create: "+",
  update: "~",
  replace: "-/+",
  delete: "-",
};

/** How a mark is painted. */
function paint(style: Style, mark: Mark, text: string): string {
  switch (mark) {
    case "+":
      return style.create(text);
    case "~":
      return style.update(text);
    case "-":
    case "-/+":
      return style.delete(text);
    case "?":
      return style.warning(text);
    case "":
      return text;
  }
}

/** For a terminal: indented, the mark where the text would begin. */
export function terminalLines(lines: readonly Line[], style: Style): readonly string[] {
  return lines.map(({ mark, depth, text }) => {
    const indent = "  ".repeat(depth);
    return mark === "" ? `${indent}${text}`.trimEnd() : `${indent}${paint(style, mark, mark)} ${text}`;
  });
}

const diffSign: Readonly<Record<Mark, string>> = {
  "+": "+",
  "~": "!",
  "-": "-",
  "-/+": "-",
  "?": "#",
  "": " ",
};

/** For a fenced `diff` block, where the first column decides about the colour and says what the mark would say. */
export function diffLines(lines: readonly Line[]): readonly string[] {
  return lines.map(({ mark, depth, text }) => {
    const symbol = mark === "-/+" ? "-/+ " : "";
    return `${diffSign[mark]} ${"  ".repeat(depth)}${symbol}${text}`.trimEnd();
  });
}
