import { numberOf, type Row, textOf } from "../row.ts";
import type { Call } from "./call.ts";
import type { Source } from "./listing.ts";

/** A write that was done. The shape of entries is not public; this one is ours (cloud-elements.md §3b). */
interface Entry {
  readonly id: number;
  readonly organization: number;
  readonly account: number;
  readonly user: number;
  readonly email: string;
  readonly method: string;
  readonly path: string;
  readonly date: string;
}

/** Keeps who wrote what; called in the transaction of the write. */
export function record({ store, caller, path, now }: Call, method: string): void {
  const { organization, account, id, email } = caller.user;
  const sql = `INSERT INTO auditLogs (organization, account, user, email, method, path, date)
    VALUES (?, ?, ?, ?, ?, ?, ?)`;
  store.run(sql, organization, account, id, email, method, path, new Date(now).toISOString());
}

/** The writes in an organization, or those of people of one account only. */
export function entriesWhere(condition: "organization = ?" | "account = ?", value: number): Source<Entry> {
  return {
    from: `auditLogs WHERE ${condition}`,
    values: [value],
    decode,
    show: (entry) => ({
      id: entry.id,
      companyId: entry.organization,
      accountId: entry.account,
      userId: entry.user,
      userName: entry.email,
      method: entry.method,
      path: entry.path,
      createdDate: entry.date,
    }),
    fields: ["id", "companyId", "accountId", "userId", "userName", "method", "path", "createdDate"],
  };
}

function decode(row: Row): Entry {
  return {
    id: numberOf(row, "id"),
    organization: numberOf(row, "organization"),
    account: numberOf(row, "account"),
    user: numberOf(row, "user"),
    email: textOf(row, "email"),
    method: textOf(row, "method"),
    path: textOf(row, "path"),
    date: textOf(row, "date"),
  };
}
