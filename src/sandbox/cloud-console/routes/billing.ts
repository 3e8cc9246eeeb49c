import type { Route } from "../../rest.ts";
import { type At, field, number, text } from "../../shape.ts";
import type { Store } from "../../store.ts";
import { bank } from "../apps.ts";
import { billingListOf, billsFor, replaceBillingList, setBudget, subscribersOf } from "../billing.ts";
import type { Call } from "../call.ts";
import { conflict, forbidden, unknownProject } from "../errors.ts";
import { inBank } from "../guard.ts";
import { registeredAll } from "../people.ts";
import { prices } from "../prices.ts";
import { findProject, noBudget, type Project, reaches } from "../projects.ts";
import { standingIn } from "../standing.ts";

const list = `${bank}/orgs/:org/admins`;
const budget = `${bank}/projects/:project/budget`;

/** A project for who pays: the owner and billing administrators; others who can see it are told so. */
function paidBy({ store, user }: Call, id = ""): Project {
  const project = findProject(store, id);
  const on = project && standingIn(store, project.organization, user);
  const pays = on?.role === "owner" || on?.billing === true;
  const sees = on?.role === "administrator" || (on?.role === "member" && reaches(store, user, id));
  if (project === undefined || (!pays && !sees)) throw unknownProject();
  if (!pays) throw forbidden("Budgets are for the owner and billing administrators");
  return project;
}

function tell(store: Store, { id, limit, currency }: Pick<Project, "id" | "limit" | "currency">) {
  return { limit, currency, subscribers: subscribersOf(store, id) };
}

function readLimit(at: At): number {
  const limit = number(at);
  return limit >= 0 ? limit : at.fail(at.path, "must not be negative");
}

function readCurrency(at: At): string {
  return /^[A-Za-z]{3}$/.test(text(at)) ? text(at) : at.fail(at.path, "must be a currency, such as CHF");
}

/** Owner, billing administrators and, by one of two contradicting texts, administrators (§2); never members. */
function maySubscribe(store: Store, organization: string, user: string): boolean {
  const on = standingIn(store, organization, user);
  return on?.role === "owner" || on?.role === "administrator" || on?.billing === true;
}

/** The bank (cloud-console.md §3.1 P6, §3.5 B1 to B4). */
export const billingRoutes: readonly Route<Call>[] = [
  { method: "GET", path: `${bank}/prices`, act: () => prices },
  {
    method: "GET",
    path: `${bank}/orgs`,
    act: ({ store, user }) =>
      billsFor(store, user).map(({ owned, ...bill }) => ({
        ...bill,
        role: owned ? "owner" : "billing_admin",
        status: "Active",
        cost: 0,
        currency: noBudget.currency,
      })),
  },
  {
    method: "GET",
    path: list,
    act: inBank("billing", ({ store }, { id }) => ({ emails: billingListOf(store, id) })),
  },
  {
    method: "PUT",
    path: list,
    act: inBank("owner", ({ store, body }, { id }) => {
      replaceBillingList(store, id, registeredAll(store, field(body, "emails")));
      return { emails: billingListOf(store, id) };
    }),
  },
  {
    method: "GET",
    path: budget,
    act: (call, params) => tell(call.store, paidBy(call, params["project"])),
  },
  {
    method: "PUT",
    path: budget,
    act: (call, params) => {
      const { store, body } = call;
      const project = paidBy(call, params["project"]);
      const limit = readLimit(field(body, "limit"));
      const currency = readCurrency(field(body, "currency"));
      const subscribers = registeredAll(store, field(body, "subscribers"));
      for (const { user, email } of subscribers) {
        if (!maySubscribe(store, project.organization, user)) {
          throw conflict("subscriber_not_allowed", `${email} has no part in the bills of this organization`);
        }
      }
      setBudget(store, project.id, limit, currency, subscribers);
      return tell(store, { id: project.id, limit, currency });
    },
  },
];
