/** All constructs, for one of the two packages that have the core. */
import type { Construct } from "constructs";
import type { Definition, OrganizationDefinition } from "../config/define.ts";
import { type PlatformKinds, type PlatformProtocols, platforms } from "../platforms/registry.ts";
import { providerSchema } from "../terraform/schema/provider.ts";
import { dataSources, resourceTypes } from "../terraform/schema/resources.ts";
import { providerClass, resourceClass, sourceClass } from "./classes.ts";
import type { Core } from "./core.ts";
import { camel, pascal } from "./names.ts";
import { type Options, type OrganizationConstruct, organizationClass } from "./organization.ts";
import type { ProviderProps } from "./provider-types.ts";
import type { AllConstructs } from "./types.ts";

export type OrganizationOptions<C extends Core> = Omit<Options, "provider"> & {
  /** The provider, where it is not the only one of its stack. */
  readonly provider?: InstanceType<C["TerraformProvider"]> | undefined;
};

export interface OrganizationClass<C extends Core> {
  /** The same object as files have it, or what `defineOrganization` returns. */
  new <P extends keyof PlatformKinds>(
    scope: Construct,
    id: string,
    definition: ({ readonly platform: P } & Definition<PlatformKinds[P]>) | OrganizationDefinition,
    options?: OrganizationOptions<C>,
  ): OrganizationConstruct;
  /** The organization of a file, or of a folder with its `charter.yaml` and `people`. */
  fromYaml(
    scope: Construct,
    id: string,
    path: string,
    options?: OrganizationOptions<C> & {
      /** Which one, where there are several. */
      readonly organization?: string | undefined;
    },
  ): OrganizationConstruct;
}

export type Constructs<C extends Core> = AllConstructs<C, PlatformKinds> & {
  readonly CharterProvider: new (
    scope: Construct,
    id: string,
    props?: ProviderProps<C, PlatformProtocols>,
  ) => InstanceType<C["TerraformProvider"]>;
  readonly Organization: OrganizationClass<C>;
};

export function constructsFor<C extends Core>(core: C): Constructs<C> {
  const made = {
    CharterProvider: providerClass(core, providerSchema(platforms)),
    Organization: organizationClass(core),
    ...Object.fromEntries(
      platforms.map((platform) => [camel(platform.name), platformClasses(core, platform)]),
    ),
  };
  // The types are made from the kinds as the classes are made from the schemas; the tests hold them together.
  return made as unknown as Constructs<C>;
}

function platformClasses(core: Core, platform: (typeof platforms)[number]): object {
  return Object.fromEntries([
    ...resourceTypes([platform]).map((type) => [
      `${pascal(type.kind.name)}${type.form === "all" ? "s" : ""}`,
      resourceClass(core, type),
    ]),
    ...dataSources([platform]).map((source) => [
      `Data${source.form === "access" ? "Access" : pascal(platform.kinds[0]?.name ?? "")}`,
      sourceClass(core, source),
    ]),
  ]);
}
