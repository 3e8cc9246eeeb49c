/**
 * What `terraform plan` and `terraform apply` do with a set of resource instances: a fresh provider for each walk, ten
 * instances at once, and every rule of core asserted at every step ({@link CoreError}).
 */
import {
  type Diagnostic,
  type Provider,
  type TfObject,
  type TfValue,
  unknown,
} from "../../../src/terraform/contract.ts";
import { decoded } from "./config.ts";
import { expectWellPut, failed } from "./diagnostics.ts";
import { type Node, walk } from "./graph.ts";
import {
  type Action,
  applied,
  imported,
  type Planned,
  planned,
  plannedAgain,
  refreshed,
  upgraded,
  type Watched,
} from "./instance.ts";
import { unknownIn } from "./read-rules.ts";
import { noState, type State, type Stored } from "./state.ts";
import { frozen, own } from "./values.ts";

/** Gives an attribute of another instance: unknown while that is not made yet. */
export type Reference = (address: string, attribute: string) => TfValue;

export interface Instance {
  /** `charter_dnanexus_member.alice`. */
  readonly address: string;
  readonly type: string;
  /** What is left out is null. As a function: with references to those in `needs`. */
  readonly config: TfObject | ((of: Reference) => TfObject);
  readonly needs?: readonly string[];
}

/** A diagnostic, and the address that it is about. */
export interface Said extends Diagnostic {
  readonly address: string;
}

export interface PlannedInstance extends Planned {
  readonly type: string;
}

export interface Plan {
  readonly instances: readonly Instance[];
  /** As it was read. */
  readonly state: State;
  /** By address. */
  readonly changes: ReadonlyMap<string, PlannedInstance>;
  /** Addresses of what reading found otherwise than it was stored, or gone. */
  readonly drifted: readonly string[];
  readonly diagnostics: readonly Said[];
}

export interface Applied {
  readonly state: State;
  readonly diagnostics: readonly Said[];
}

export interface Core {
  readonly plan: (instances: readonly Instance[], state?: State) => Promise<Plan>;
  /** Refuses a plan with errors, as Terraform does. */
  readonly apply: (plan: Plan) => Promise<Applied>;
  readonly import: (address: string, type: string, id: string, state?: State) => Promise<Applied>;
  readonly refresh: (state: State) => Promise<Applied>;
}

export interface CoreOptions {
  /** Another process. */
  readonly open: () => Provider;
  /** The provider's own block. */
  readonly settings?: TfObject;
}

/** The actions of a plan by address, without those that do nothing. */
export function actionsOf({ changes }: Plan): Readonly<Record<string, Action>> {
  return Object.fromEntries(
    [...changes].flatMap(([address, { action }]) => (action === "no-op" ? [] : [[address, action]])),
  );
}

export function createCore({ open, settings = {} }: CoreOptions): Core {
  async function within<T>(
    work: (watched: Watched, told: Said[]) => Promise<T>,
  ): Promise<T & { readonly diagnostics: readonly Said[] }> {
    const provider = open();
    const diagnostics: Said[] = [];
    try {
      const config = frozen(decoded(provider.schemas.provider, settings));
      const said = [...provider.validateProvider(config), ...(await provider.configure(config, "1.11.4"))];
      expectWellPut(provider.schemas.provider, said);
      if (failed(said)) throw new Error(`the provider is not configured: ${JSON.stringify(said)}`);
      return { ...(await work(watch(provider), diagnostics)), diagnostics };
    } finally {
      await provider.close();
    }
  }

  /** Without a configured provider, and with every reference unknown. */
  async function validate(instances: readonly Instance[]): Promise<readonly Said[]> {
    const provider = open();
    try {
      const { schemaOf } = watch(provider);
      return instances.flatMap(({ address, type, config }) => {
        const value = typeof config === "function" ? config(() => unknown) : config;
        const said = provider.validateResource(type, frozen(decoded(schemaOf(type), value)), {
          writeOnlyAllowed: true,
        });
        expectWellPut(schemaOf(type), said);
        return said.map((each) => ({ ...each, address }));
      });
    } finally {
      await provider.close();
    }
  }

  async function plan(instances: readonly Instance[], state: State = noState): Promise<Plan> {
    const invalid = await validate(instances);
    if (failed(invalid)) return { instances, state, changes: new Map(), drifted: [], diagnostics: invalid };
    return within(async (watched, told) => {
      const now = new Map(state);
      const changes = new Map<string, PlannedInstance>();
      const drifted: string[] = [];
      const say = sayer(told);
      const one = async (address: string, type: string, instance: Instance | null): Promise<boolean> => {
        const was = state.get(address);
        if (was !== undefined) {
          const read = await refreshed(watched, was);
          if (!say(address, read.diagnostics)) return false;
          if (read.stored === null) now.delete(address);
          else now.set(address, read.stored);
          if (read.stored?.attributes !== sameShape(watched, was)) drifted.push(address);
        }
        const config =
          instance === null
            ? null
            : configOf(watched, instance, (of, attribute) => own(changes.get(of)?.after ?? null, attribute));
        const result = await planned(watched, type, now.get(address) ?? null, config);
        if (!say(address, result.diagnostics) || result.planned === null) return false;
        changes.set(address, { ...result.planned, type });
        return true;
      };
      const nodes = new Map<string, Node>();
      for (const instance of instances) {
        const { address, type, needs = [] } = instance;
        nodes.set(address, { needs, work: () => one(address, type, instance) });
      }
      for (const [address, { type }] of state) {
        if (!nodes.has(address)) nodes.set(address, { needs: [], work: () => one(address, type, null) });
      }
      await walk(nodes);
      return { instances, state: now, changes, drifted };
    });
  }

  async function apply({ instances, state, changes, diagnostics }: Plan): Promise<Applied> {
    if (failed(diagnostics)) throw new Error(`a plan with errors: ${JSON.stringify(diagnostics)}`);
    return within(async (watched, told) => {
      const now = new Map(state);
      const say = sayer(told);
      const keep = (address: string, value: Stored | null): void => {
        if (value === null) now.delete(address);
        else now.set(address, value);
      };
      const destroy = async (address: string, change: PlannedInstance): Promise<boolean> => {
        const was = now.get(address) ?? null;
        const away: Planned = { ...change, action: "delete", after: null };
        const result = await applied(watched, change.type, away, null, was, was?.dependencies ?? []);
        keep(address, result.stored);
        return say(address, result.diagnostics);
      };
      const make = async (instance: Instance, change: PlannedInstance): Promise<boolean> => {
        const { address, type, needs = [] } = instance;
        const config = configOf(watched, instance, (of, attribute) => {
          const other = now.get(of);
          return other === undefined ? unknown : own(upgraded(watched, other), attribute);
        });
        if (unknownIn(config).length > 0) throw new Error(`${address}: a reference is not known`);
        const was = now.get(address) ?? null;
        const again = await plannedAgain(watched, type, change, was, config);
        if (!say(address, again.diagnostics) || again.planned === null) return false;
        if (again.planned.action === "no-op") return true;
        const result = await applied(watched, type, again.planned, config, was, needs);
        keep(address, result.stored);
        return say(address, result.diagnostics);
      };
      await walk(nodesOf(instances, state, changes, destroy, make));
      return { state: now };
    });
  }

  return {
    plan,
    apply,
    import: (address, type, id, state = noState) =>
      within(async (watched, told) => {
        const result = await imported(watched, type, id);
        sayer(told)(address, result.diagnostics);
        return { state: result.stored === null ? state : new Map(state).set(address, result.stored) };
      }),
    refresh: (state) =>
      within(async (watched, told) => {
        const now = new Map(state);
        const say = sayer(told);
        const nodes = new Map(
          [...state].map(([address, was]): [string, Node] => [
            address,
            {
              needs: [],
              work: async () => {
                const read = await refreshed(watched, was);
                if (read.stored === null) now.delete(address);
                else now.set(address, read.stored);
                return say(address, read.diagnostics);
              },
            },
          ]),
        );
        await walk(nodes);
        return { state: now };
      }),
  };
}

function watch(provider: Provider): Watched {
  return {
    provider,
    schemaOf: (type) => {
      const schema = provider.schemas.resources.get(type);
      if (schema === undefined) throw new Error(`the provider has no resource type ${type}`);
      return schema;
    },
  };
}

/** Adds what was told; false where an error is among it. */
function sayer(told: Said[]): (address: string, diagnostics: readonly Diagnostic[]) => boolean {
  return (address, diagnostics) => {
    told.push(...diagnostics.map((each) => ({ ...each, address })));
    return !failed(diagnostics);
  };
}

function configOf({ schemaOf }: Watched, { type, config }: Instance, of: Reference): TfObject {
  return frozen(decoded(schemaOf(type), typeof config === "function" ? config(of) : config));
}

/** The attributes as the present schema would store them: an upgrade is no drift. */
function sameShape(watched: Watched, was: Stored): string {
  return JSON.stringify(upgraded(watched, was));
}

/** Removals come before creations of what depends on the same, in the opposite order of dependence. */
function nodesOf(
  instances: readonly Instance[],
  state: State,
  changes: Plan["changes"],
  destroy: (address: string, change: PlannedInstance) => Promise<boolean>,
  make: (instance: Instance, change: PlannedInstance) => Promise<boolean>,
): ReadonlyMap<string, Node> {
  const nodes = new Map<string, Node>();
  const away = (address: string): string => `${address} (destroy)`;
  for (const [address, change] of changes) {
    if (change.action !== "delete" && change.action !== "replace") continue;
    const dependants = [...state].flatMap(([other, { dependencies }]) =>
      dependencies.includes(address) ? [away(other)] : [],
    );
    nodes.set(away(address), { needs: dependants, work: () => destroy(address, change) });
  }
  for (const instance of instances) {
    const { address, needs = [] } = instance;
    const change = changes.get(address);
    if (change === undefined || change.action === "no-op" || change.action === "delete") continue;
    const former = state.get(address)?.dependencies ?? [];
    nodes.set(address, {
      needs: [...needs, away(address), ...[...needs, ...former].map(away)],
      work: () => make(instance, change),
    });
  }
  return nodes;
}
