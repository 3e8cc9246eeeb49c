import type { SQLInputValue } from "node:sqlite";
import type { Row } from "../row.ts";
import type { Call } from "./call.ts";
import { refuseAs } from "./errors.ts";
import { json } from "./respond.ts";

/** Which rows a list has, in SQL. */
export interface Listing {
  readonly columns: string;
  /** Tables, joins and conditions: also what `total` counts. */
  readonly from: string;
  /** A stable order, and none that people would expect: they must not rely on one. */
  readonly order: string;
  readonly values: readonly SQLInputValue[];
  readonly show: (row: Row) => unknown;
}

/** Of the product search (marketplace.md §4): what a page has if nobody says, and at most. */
const usual = 10;
const most = 50;

/**
 * A page of a list; `code` is the error code of the area, for questions that are malformed: those are refused before
 * anybody looks for what the list belongs to (§4).
 */
export function page(call: Call, code: string, listing: () => Listing): Response {
  const start = count(call, code, "filter.start", 0, 0);
  const limit = Math.min(most, count(call, code, "filter.limit", 1, usual));
  const { columns, from, order, values, show } = listing();
  const total =
    call.store.first(`SELECT count(*) AS total FROM ${from}`, (row) => Number(row["total"]), ...values) ?? 0;
  const data = call.store.all(
    `SELECT ${columns} FROM ${from} ORDER BY ${order} LIMIT ? OFFSET ?`,
    show,
    ...values,
    limit,
    call.stuck ? 0 : start,
  );
  return list(data, start, limit, call.stuck ? Math.max(total, start + limit + 1) : total);
}

/** A list that is there as a whole: rows that were just made. */
export function whole(status: number, data: readonly unknown[]): Response {
  return list(data, 0, data.length, data.length, status);
}

function list(data: readonly unknown[], start: number, limit: number, total: number, status = 200): Response {
  return json(status, { data, meta: { pagination: { start, limit, total } } });
}

function count(call: Call, code: string, name: string, least: number, otherwise: number): number {
  const written = call.query(name);
  if (written === undefined) return otherwise;
  const value = /^\d{1,9}$/.test(written) ? Number(written) : -1;
  return value >= least ? value : refuseAs(code)(name, `must be a whole number of at least ${least}`);
}
