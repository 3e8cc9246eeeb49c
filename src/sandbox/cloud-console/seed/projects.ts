import { type At, field, given, number, only, optional, text } from "../../shape.ts";
import type { Store } from "../../store.ts";
import { setBudget } from "../billing.ts";
import { projectId, projectIdOf } from "../ids.ts";
import { projectName, readName } from "../names.ts";
import { insertProject, noBudget, type Project } from "../projects.ts";
import type { Region } from "../regions.ts";
import type { TakeId } from "./ids.ts";
import { type People, peopleIn } from "./people.ts";

/** Stores the projects of one organization of a seed. */
export function loadProjects(
  store: Store,
  organization: string,
  projects: readonly At[],
  regions: ReadonlyMap<string, Region>,
  people: People,
  takeId: TakeId,
): Project[] {
  const taken = new Set<string>();
  return projects.map((at) => {
    only(at, ["name", "region", "id", "budget"]);
    const name = readName(field(at, "name"), projectName);
    const region = readRegion(field(at, "region"), regions);
    const key = `${region.name}/${name}`;
    if (taken.has(key)) at.fail(`${at.path}.name`, `repeats ${key}`);
    taken.add(key);
    const id = takeId(at, projectId, projectIdOf("project", organization, region.slug, name));
    const project = { id, organization, name, region, ...noBudget };
    insertProject(store, project);
    const budget = field(at, "budget");
    if (given(budget)) loadBudget(store, id, budget, people);
    return project;
  });
}

function readRegion(at: At, regions: ReadonlyMap<string, Region>): Region {
  const [first] = regions.keys();
  const name = given(at) ? text(at) : (first ?? "");
  const region = regions.get(name);
  if (region === undefined) at.fail(at.path, `must be one of ${[...regions.keys()].join(", ")}`);
  return region;
}

function loadBudget(store: Store, project: string, at: At, people: People): void {
  only(at, ["limit", "currency", "subscribers"]);
  const limitAt = field(at, "limit");
  const limit = optional(limitAt, number) ?? noBudget.limit;
  if (limit < 0) limitAt.fail(limitAt.path, "must not be negative");
  const currencyAt = field(at, "currency");
  const currency = optional(currencyAt, text) ?? noBudget.currency;
  if (!/^[A-Za-z]{3}$/.test(currency)) currencyAt.fail(currencyAt.path, "must be a currency, such as CHF");
  setBudget(store, project, limit, currency, peopleIn(at, "subscribers", people));
}
