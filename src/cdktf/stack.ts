import type { Construct } from "constructs";
import type { Core } from "./core.ts";

/** @throws where the stack is of the other package: the two do not go together, and fail later without a reason. */
export function checkStack(core: Core, scope: Construct): Construct {
  const stack = core.TerraformStack.of(scope);
  if (stack instanceof core.TerraformStack) return stack;
  throw new Error(
    `The stack "${stack.node.id}" is made with another package than these constructs. Import them from orgcharter/cdktf ` +
      "where TerraformStack comes from cdktf, and from orgcharter/cdktn where it comes from cdktn.",
  );
}
