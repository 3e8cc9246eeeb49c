/** What is needed of the CDK: `cdktf` and `cdktn` both have it. */
import type { Construct } from "constructs";

/** How it was made, so that a stack knows which provider it needs. */
interface Generator {
  readonly providerName: string;
}

/** Attributes of something that Terraform knows, as tokens. */
export interface CoreAttributes {
  getStringAttribute(name: string): string;
  getNumberAttribute(name: string): number;
  getListAttribute(name: string): string[];
  getBooleanAttribute(name: string): CoreResolvable;
}

/** A value that is known when the stack is written. */
export interface CoreResolvable {
  resolve(context: never): unknown;
}

export interface CoreElement extends Construct {
  readonly friendlyUniqueId: string;
  readonly fqn: string;
  toTerraform(): unknown;
  addOverride(path: string, value: unknown): void;
}

export interface CoreResource extends CoreElement, CoreAttributes {
  readonly terraformResourceType: string;
  interpolationForAttribute(name: string): CoreResolvable;
}

interface ResourceConfig {
  readonly terraformResourceType: string;
  readonly terraformGeneratorMetadata?: Generator;
}

interface ProviderConfig extends ResourceConfig {
  readonly terraformProviderSource?: string;
}

export interface Core {
  readonly TerraformResource: new (scope: Construct, id: string, config: ResourceConfig) => CoreResource;
  readonly TerraformDataSource: new (scope: Construct, id: string, config: ResourceConfig) => CoreResource;
  readonly TerraformProvider: abstract new (
    scope: Construct,
    id: string,
    config: ProviderConfig,
  ) => CoreElement;
  readonly TerraformVariable: new (
    scope: Construct,
    id: string,
    config: { readonly type: string; readonly description: string; readonly sensitive: boolean },
  ) => CoreElement;
  readonly TerraformStack: {
    readonly of: (construct: Construct) => Construct;
    readonly [Symbol.hasInstance]: (value: unknown) => boolean;
  };
  readonly ComplexObject: new (resource: never, attribute: string, isFromSet: boolean) => CoreAttributes;
  readonly Annotations: { readonly of: (construct: Construct) => { addWarning(message: string): void } };
  readonly Fn: { readonly jsonencode: (value: unknown) => string };
  readonly Lazy: { readonly stringValue: (producer: { readonly produce: () => string }) => string };
}

/** What the core calls a value that is known later, in the types of whoever uses it. */
export type Resolvable<C extends Core> = ReturnType<
  InstanceType<C["TerraformResource"]>["getBooleanAttribute"]
>;

export function isResolvable(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && "resolve" in value && typeof value.resolve === "function"
  );
}
