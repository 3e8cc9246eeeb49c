/** What can be done with a platform, as data: what `charter platforms` shows and the docs list. Pure. */
import { attributesOf, isContainer, type Kind } from "./kind.ts";
import { type Contract, type Platform, rootKind } from "./platform.ts";

/** What is to be done to have a resource removed. */
export type Removal =
  /** Leave it out of the file. */
  | "omission"
  /** Write `state: absent`. */
  | "absent"
  /** Write `state: absent` and allow the destruction by name: it takes all that it holds along. */
  | "destroy"
  /** The platform has no way. */
  | "never";

export interface KindCapabilities {
  readonly kind: string;
  readonly description: string;
  /** Where it stands in a file: `projects.grants`; empty for the organization itself. */
  readonly path: string;
  readonly create: boolean;
  readonly update: boolean;
  readonly removal: Removal;
  /** A person must accept it. */
  readonly invitation: boolean;
  /** One write replaces the whole list. */
  readonly wholeList: boolean;
  /** Attributes, dotted, in the order in which they are declared. */
  readonly attributes: readonly string[];
}

export interface Capabilities {
  readonly name: string;
  readonly title: string;
  readonly contract: Contract;
  /** Hosts in order, with the usual URL where there is one. */
  readonly hosts: readonly {
    readonly name: string;
    readonly url: string | null;
    readonly description: string;
  }[];
  readonly credentials: readonly {
    readonly part: string;
    readonly variable: string;
    readonly optional: boolean;
    readonly description: string;
  }[];
  /** In order of creation; the organization first. */
  readonly kinds: readonly KindCapabilities[];
  /** What an account may have to be allowed: title and roles of every action. */
  readonly actions: readonly { readonly title: string; readonly roles: readonly string[] }[];
}

export function capabilitiesOf(platform: Platform): Capabilities {
  const { name, title, contract, protocol, rules } = platform;
  return {
    name,
    title,
    contract,
    hosts: Object.entries(protocol.hosts).map(([host, { url, description }]) => ({
      name: host,
      url: url ?? null,
      description,
    })),
    credentials: Object.entries(protocol.credentials).map(([part, { env, optional, description }]) => ({
      part,
      variable: env,
      optional: optional ?? false,
      description,
    })),
    kinds: platform.kinds.map((kind) => kindCapabilities(platform, kind)),
    actions: Object.values(rules.actions).map((rule) => ({ title: rule.title, roles: rule.roles })),
  };
}

function kindCapabilities(platform: Platform, kind: Kind): KindCapabilities {
  return {
    kind: kind.name,
    description: kind.description,
    path: pathOf(platform, kind),
    create: kind.can.create,
    update: kind.can.update,
    removal: removalOf(platform, kind),
    invitation: kind.invitation ?? false,
    wholeList: kind.rewrites !== undefined,
    attributes: [...attributesOf(kind).keys()],
  };
}

function pathOf(platform: Platform, kind: Kind): string {
  const parts: string[] = [];
  for (let at: Kind | undefined = kind; at !== undefined && at !== rootKind(platform); ) {
    parts.unshift(at.collection);
    const { parent }: Kind = at;
    at = platform.kinds.find((each) => each.name === parent);
  }
  return parts.join(".");
}

function removalOf(platform: Platform, kind: Kind): Removal {
  if (!kind.can.delete) return "never";
  if (kind.omission === "remove") return "omission";
  return isContainer(kind, platform.kinds) ? "destroy" : "absent";
}
