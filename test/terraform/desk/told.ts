/** What `terraform show -json` tells of a plan or a state. */
import type { Folder } from "./desk.ts";

interface Change {
  readonly address: string;
  readonly change: { readonly actions: readonly string[]; readonly importing?: unknown };
}

export interface ToldPlan {
  /** `update charter_x.y`, sorted, without those that do nothing. */
  readonly actions: readonly string[];
  /** Addresses of what has changed outside. */
  readonly drift: readonly string[];
  /** Addresses of what is imported. */
  readonly imported: readonly string[];
}

/** Plans into a file and tells what is in it. */
export async function planned(
  folder: Folder,
  args: readonly string[] = [],
  file = "tfplan",
): Promise<ToldPlan> {
  await folder.terraform(["plan", "-no-color", `-out=${file}`, ...args]);
  const { stdout } = await folder.terraform(["show", "-json", file]);
  const told: {
    readonly resource_changes?: readonly Change[];
    readonly resource_drift?: readonly Change[];
  } = JSON.parse(stdout);
  return {
    actions: (told.resource_changes ?? [])
      .map(({ address, change }) => `${change.actions.join("+")} ${address}`)
      .filter((each) => !each.startsWith("no-op "))
      .sort(),
    drift: (told.resource_drift ?? []).map(({ address }) => address).sort(),
    imported: (told.resource_changes ?? []).flatMap(({ address, change }) =>
      change.importing === undefined ? [] : [address],
    ),
  };
}

/** Fails where a plan would do anything. */
export async function expectNothingToDo(folder: Folder, args: readonly string[] = []): Promise<void> {
  await folder.terraform(["plan", "-no-color", "-detailed-exitcode", ...args]);
}

export async function outputs(folder: Folder): Promise<Readonly<Record<string, unknown>>> {
  const { stdout } = await folder.terraform(["output", "-json"]);
  const told: Readonly<Record<string, { readonly value: unknown }>> = JSON.parse(stdout);
  return Object.fromEntries(Object.entries(told).map(([name, { value }]) => [name, value]));
}

/** Attributes of what is stored, by address. */
export async function stored(
  folder: Folder,
): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
  const { stdout } = await folder.terraform(["show", "-json"]);
  const told: {
    readonly values?: {
      readonly root_module: {
        readonly resources?: readonly {
          readonly address: string;
          readonly values: Readonly<Record<string, unknown>>;
        }[];
      };
    };
  } = JSON.parse(stdout);
  return new Map(told.values?.root_module.resources?.map(({ address, values }) => [address, values]));
}
