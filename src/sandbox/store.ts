import { open } from "node:fs/promises";
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { SandboxError } from "./error.ts";
import { type Row, textOf } from "./row.ts";

/** A sandbox's database. Everything is synchronous, so that no two requests ever interleave inside a handler. */
export interface Store {
  /** True where the file (or the memory) held nothing before. */
  readonly fresh: boolean;
  all<T>(sql: string, decode: (row: Row) => T, ...values: SQLInputValue[]): T[];
  first<T>(sql: string, decode: (row: Row) => T, ...values: SQLInputValue[]): T | undefined;
  /** Rows one by one: a caller that has enough stops, and the rest is never read. */
  each<T>(sql: string, decode: (row: Row) => T, ...values: SQLInputValue[]): Generator<T, void, undefined>;
  has(sql: string, ...values: SQLInputValue[]): boolean;
  /** Writes; returns how many rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
  /** All of `act` or nothing of it. */
  transaction<T>(act: () => T): T;
  close(): void;
}

/** Whose tables a file holds; `version` goes up when the tables change. */
export interface StoreFormat {
  readonly platform: string;
  readonly version: number;
  /** Statements that make the tables. */
  readonly schema: string;
}

/**
 * Opens (or makes) a sandbox's database; throws a {@link SandboxError} for a file that is something else. New
 * tables are filled by `fill` in the same transaction: a seed that fails leaves nothing behind.
 */
export async function openStore(
  file: string,
  format: StoreFormat,
  fill: (store: Store) => void,
): Promise<Store> {
  // SQLite would take an empty name for a temporary database, which nobody asks for knowingly.
  if (file === "") throw new SandboxError("The data file must have a name, or be :memory:.");
  // Imported here and not above: Node 22 prints a warning on import, and only the sandbox needs it.
  const { DatabaseSync } = await import("node:sqlite");
  let database: DatabaseSync | undefined;
  try {
    await makePrivate(file);
    database = new DatabaseSync(file, { timeout: 5000 });
    return prepare(database, file, format, fill);
  } catch (error) {
    if (database?.isOpen) database.close();
    if (error instanceof SandboxError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SandboxError(`Cannot use ${file} as a data file: ${reason}.`, { cause: error });
  }
}

/** It holds tokens and passwords: a new file is its owner's alone, and what SQLite puts beside it takes after it. */
async function makePrivate(file: string): Promise<void> {
  if (file !== ":memory:") await (await open(file, "a", 0o600)).close();
}

/** Makes and fills the tables where there are none, and checks whose they are otherwise. */
function prepare(
  database: DatabaseSync,
  file: string,
  format: StoreFormat,
  fill: (store: Store) => void,
): Store {
  const mark = `${format.platform} ${format.version}`;
  const fresh = database.prepare("SELECT 1 FROM sqlite_master LIMIT 1").get() === undefined;
  const store = wrap(database, fresh);
  if (!fresh) requireOurs(store, file, mark);
  database.exec("PRAGMA foreign_keys = ON");
  if (file !== ":memory:") database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  if (fresh) {
    store.transaction(() => {
      database.exec(`CREATE TABLE sandbox (mark TEXT NOT NULL) STRICT; ${format.schema}`);
      store.run("INSERT INTO sandbox (mark) VALUES (?)", mark);
      fill(store);
    });
  }
  return store;
}

/** Before anything is written: a file of somebody else stays as it is. */
function requireOurs(store: Store, file: string, mark: string): void {
  if (!store.has("SELECT 1 FROM sqlite_master WHERE name = 'sandbox'")) {
    throw new SandboxError(`${file} is an SQLite file, but not of a sandbox.`);
  }
  const found = store.first("SELECT mark FROM sandbox", (row) => textOf(row, "mark"));
  if (found !== mark) {
    throw new SandboxError(`${file} holds a sandbox of "${found}", and this one is "${mark}".`);
  }
}

function wrap(database: DatabaseSync, fresh: boolean): Store {
  // Statements are prepared once. `each` takes one out while it runs, so that a nested use gets its own.
  const idle = new Map<string, StatementSync[]>();
  const take = (sql: string): StatementSync => idle.get(sql)?.pop() ?? database.prepare(sql);
  const giveBack = (sql: string, statement: StatementSync): void => {
    const list = idle.get(sql);
    if (list === undefined) idle.set(sql, [statement]);
    else list.push(statement);
  };
  const using = <T>(sql: string, act: (statement: StatementSync) => T): T => {
    const statement = take(sql);
    try {
      return act(statement);
    } finally {
      giveBack(sql, statement);
    }
  };
  return {
    fresh,
    all: (sql, decode, ...values) => using(sql, (statement) => statement.all(...values).map(decode)),
    first: (sql, decode, ...values) => {
      const row = using(sql, (statement) => statement.get(...values));
      return row === undefined ? undefined : decode(row);
    },
    *each(sql, decode, ...values) {
      const statement = take(sql);
      try {
        for (const row of statement.iterate(...values)) yield decode(row);
      } finally {
        giveBack(sql, statement);
      }
    },
    has: (sql, ...values) => using(sql, (statement) => statement.get(...values)) !== undefined,
    run: (sql, ...values) => using(sql, (statement) => Number(statement.run(...values).changes)),
    transaction(act) {
      database.exec("BEGIN IMMEDIATE");
      try {
        const result = act();
        database.exec("COMMIT");
        return result;
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    },
    close: () => {
      if (database.isOpen) database.close();
    },
  };
}
