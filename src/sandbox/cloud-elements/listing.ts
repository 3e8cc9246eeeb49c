import type { SQLInputValue } from "node:sqlite";
import { numberOf, type Row } from "../row.ts";
import type { Call } from "./call.ts";
import { parseWhere } from "./ceql.ts";
import { badRequest } from "./errors.ts";

/** What a list shows. */
export interface Source<T extends { readonly id: number }> {
  /** `table WHERE …`; the rows have a column `id`, by which they are ordered. */
  readonly from: string;
  readonly values: readonly SQLInputValue[];
  readonly decode: (row: Row) => T;
  readonly show: (one: T) => Readonly<Record<string, unknown>>;
  /** The fields that a `where` may name. */
  readonly fields: readonly string[];
}

const usualPageSize = 200;

/** A page from `offset` on, of `pageSize` (cloud-elements.md §4 Paging). */
export function byOffset<T extends { readonly id: number }>(call: Call, source: Source<T>): unknown[] {
  const offset = call.stuck ? 0 : numberIn(call, "offset", 0, 0);
  // These lists tell no token; only the loop fault claims that there is more.
  if (call.stuck) call.tell("Elements-Next-Page-Token", tokenFor(0));
  return page(call, source, { after: -1, offset }).shown;
}

/** The page after the token `nextPage`; the next token is told in a header while there is more. */
export function byToken<T extends { readonly id: number }>(call: Call, source: Source<T>): unknown[] {
  const token = call.query("nextPage");
  const after = token === undefined || call.stuck ? -1 : idAfter(token);
  const { shown, more } = page(call, source, { after, offset: 0 });
  const last = call.stuck ? 0 : more;
  if (last !== null) call.tell("Elements-Next-Page-Token", tokenFor(last));
  return shown;
}

interface Start {
  /** Only ids above this. */
  readonly after: number;
  readonly offset: number;
}

/** The rows of a page as shown, and the id of the last one where more follow. */
function page<T extends { readonly id: number }>(
  call: Call,
  source: Source<T>,
  start: Start,
): { readonly shown: unknown[]; readonly more: number | null } {
  const size = numberIn(call, "pageSize", usualPageSize, 1);
  const where = call.query("where") ?? "";
  const { total, rows } =
    where === "" ? slice(call, source, start, size) : filtered(call, source, start, where);
  const shown = rows.slice(0, size);
  call.tell("Elements-Returned-Count", String(shown.length));
  call.tell("Elements-Total-Count", String(total));
  const last = shown.at(-1);
  return {
    shown: shown.map(({ record }) => record),
    more: rows.length > size && last !== undefined ? last.id : null,
  };
}

interface Listed {
  readonly id: number;
  readonly record: Readonly<Record<string, unknown>>;
}

/** One row more than asked for, to know whether there is one. */
function slice<T extends { readonly id: number }>(
  { store }: Call,
  { from, values, decode, show }: Source<T>,
  { after, offset }: Start,
  size: number,
): { readonly total: number; readonly rows: Listed[] } {
  const count = store.first(`SELECT COUNT(*) AS n FROM ${from}`, (row) => numberOf(row, "n"), ...values);
  const sql = `SELECT * FROM ${from} AND id > ? ORDER BY id LIMIT ? OFFSET ?`;
  const found = store.all(sql, decode, ...values, after, size + 1, offset);
  return { total: count ?? 0, rows: found.map((one) => ({ id: one.id, record: show(one) })) };
}

function filtered<T extends { readonly id: number }>(
  { store }: Call,
  { from, values, decode, show, fields }: Source<T>,
  { after, offset }: Start,
  where: string,
): { readonly total: number; readonly rows: Listed[] } {
  const holds = parseWhere(where, fields);
  const matching = store
    .all(`SELECT * FROM ${from} ORDER BY id`, decode, ...values)
    .map((one) => ({ id: one.id, record: show(one) }))
    .filter(({ record }) => holds(record));
  return { total: matching.length, rows: matching.filter(({ id }) => id > after).slice(offset) };
}

function numberIn(call: Call, name: string, usual: number, least: number): number {
  const text = call.query(name);
  if (text === undefined || text === "") return usual;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least)) throw badRequest(`${name} must be a whole number of at least ${least}`);
  return value;
}

function tokenFor(id: number): string {
  return Buffer.from(`after:${id}`).toString("base64url");
}

function idAfter(token: string): number {
  const id = /^after:(\d{1,15})$/.exec(Buffer.from(token, "base64url").toString())?.[1];
  if (id === undefined) throw badRequest("nextPage is not a token of a former answer");
  return Number(id);
}
