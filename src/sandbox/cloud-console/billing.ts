import { boolOf, type Row, textOf } from "../row.ts";
import type { Store } from "../store.ts";

/** A person on a list, with the e-mail as it was written there. */
export interface Listed {
  readonly user: string;
  readonly email: string;
}

const emailOf = (row: Row): string => textOf(row, "email");

export function billingListOf(store: Store, organization: string): string[] {
  return store.all(
    `SELECT b.email FROM billing b JOIN users u ON u.id = b.user
     WHERE b.organization = ? ORDER BY u.position`,
    emailOf,
    organization,
  );
}

/** The whole list at once (cloud-console.md §3.5 B3). The owner is never on it (`shot:billing/8`). */
export function replaceBillingList(store: Store, organization: string, people: readonly Listed[]): void {
  store.run("DELETE FROM billing WHERE organization = ?", organization);
  for (const { user, email } of people) {
    store.run(
      "INSERT INTO billing (organization, user, email) SELECT id, ?2, ?3 FROM organizations WHERE id = ?1 AND owner <> ?2",
      organization,
      user,
      email,
    );
  }
}

/** An organization on the billing page of a person. */
export interface Bill {
  readonly id: string;
  readonly name: string;
  readonly owned: boolean;
  readonly billingAdmins: string[];
}

/** Those that a person owns or is billing administrator of, with their lists. */
export function billsFor(store: Store, user: string): Bill[] {
  const sql = `SELECT o.id, o.name, o.owner = ?1 AS owned, b.email AS listed
    FROM organizations o LEFT JOIN billing b ON b.organization = o.id LEFT JOIN users u ON u.id = b.user
    WHERE o.id IN (SELECT id FROM organizations WHERE owner = ?1
      UNION SELECT organization FROM billing WHERE user = ?1)
    ORDER BY o.position, u.position`;
  const bills = new Map<string, Bill>();
  for (const row of store.all(sql, (one) => one, user)) {
    const id = textOf(row, "id");
    const bill = bills.get(id) ?? {
      id,
      name: textOf(row, "name"),
      owned: boolOf(row, "owned"),
      billingAdmins: [],
    };
    bills.set(id, bill);
    if (row["listed"] !== null) bill.billingAdmins.push(textOf(row, "listed"));
  }
  return [...bills.values()];
}

export function subscribersOf(store: Store, project: string): string[] {
  return store.all(
    `SELECT s.email FROM subscribers s JOIN users u ON u.id = s.user
     WHERE s.project = ? ORDER BY u.position`,
    emailOf,
    project,
  );
}

export function setBudget(
  store: Store,
  project: string,
  limit: number,
  currency: string,
  subscribers: readonly Listed[],
): void {
  store.run("UPDATE projects SET budget = ?, currency = ? WHERE id = ?", limit, currency, project);
  store.run("DELETE FROM subscribers WHERE project = ?", project);
  for (const { user, email } of subscribers) {
    store.run("INSERT INTO subscribers (project, user, email) VALUES (?, ?, ?)", project, user, email);
  }
}
