import type { Store } from "../store.ts";
import { unreachable } from "./errors.ts";
import { type Region, regionBySlug } from "./regions.ts";

/** The directory of organizations and the bank are one app each; every region has one of its own (cloud-console.md §3). */
const apps = { directory: "gotham-enterprises", bank: "gotham-bank" };

function path(app: string): string {
  return `/v1.0/invoke/${app}/method`;
}

/** Where the routes of an app are. */
export const directory = path(apps.directory);
export const bank = path(apps.bank);
export const identity = path(":app{gotham-[^/]+-identity}");

/** The region that an app serves; an app that is unknown, if only by its case, cannot be reached (§4). */
export function regionOf(store: Store, app: string): Region {
  const slug = /^gotham-(.+)-identity$/.exec(app)?.[1] ?? "";
  const region = regionBySlug(store, slug);
  if (region === undefined) throw unreachable(app);
  return region;
}

/** Throws where there is no such app. */
export function requireApp(store: Store, app: string): void {
  if (app !== apps.directory && app !== apps.bank) regionOf(store, app);
}
