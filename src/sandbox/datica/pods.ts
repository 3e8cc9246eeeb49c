import { boolOf, textOf } from "../row.ts";
import type { Store } from "../store.ts";
import { ApiError, notFound } from "./errors.ts";

export interface Pod {
  readonly name: string;
  /** Whether it answers nothing but 503: a state for tests, which no request reaches. */
  readonly down: boolean;
}

export function allPods(store: Store): Pod[] {
  return store.all("SELECT name, down FROM pods ORDER BY position", (row) => ({
    name: textOf(row, "name"),
    down: boolOf(row, "down"),
  }));
}

export function insertPod(store: Store, { name, down }: Pod): void {
  store.run("INSERT INTO pods (name, down) VALUES (?, ?)", name, Number(down));
}

/** Refuses a pod that is not there, or not up. */
export function requirePod(store: Store, name: string): void {
  const down = store.first("SELECT down FROM pods WHERE name = ?", (row) => boolOf(row, "down"), name);
  if (down === undefined) throw notFound(`The pod ${name}`);
  if (down) throw new ApiError("Unavailable", `The pod ${name} does not answer.`);
}
