import type { SQLOutputValue } from "node:sqlite";

/** One row of an answer from SQLite. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

function wrong(column: string, wanted: string): never {
  throw new TypeError(
    `The column ${column} does not hold ${wanted}; was the file written by something else?`,
  );
}

export function textOf(row: Row, column: string): string {
  const value = row[column];
  return typeof value === "string" ? value : wrong(column, "text");
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : textOf(row, column);
}

export function numberOf(row: Row, column: string): number {
  const value = row[column];
  return typeof value === "number" ? value : wrong(column, "a number");
}

/** SQLite has no booleans: 0 and 1. */
export function boolOf(row: Row, column: string): boolean {
  return numberOf(row, column) !== 0;
}

export function jsonOf(row: Row, column: string): unknown {
  return JSON.parse(textOf(row, column));
}

/** A list of strings, stored as JSON. */
export function textsOf(row: Row, column: string): string[] {
  const value = jsonOf(row, column);
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : wrong(column, "a list");
}
