/** Stacks of either core, and what they write. */
import * as cdktf from "cdktf";
import * as cdktn from "cdktn";
import { expect } from "vitest";
import * as classic from "../../src/cdktf/cdktf.ts";
import * as next from "../../src/cdktf/cdktn.ts";

/** The constructs, typed as those of the one core: they are the same for the other. */
export type Charter = typeof classic;
export type Stack = cdktf.TerraformStack;

/** What a stack writes; the same whichever core makes it. */
export function synthesized(fill: (stack: Stack, charter: Charter, core: typeof cdktf) => void): unknown {
  const stack = new cdktf.TerraformStack(cdktf.Testing.app(), "test");
  fill(stack, classic, cdktf);
  const text = cdktf.Testing.synth(stack);
  const other = new cdktn.TerraformStack(cdktn.Testing.app(), "test");
  fill(other as never, next as never, cdktn as never);
  expect(JSON.parse(cdktn.Testing.synth(other))).toEqual(JSON.parse(text));
  return JSON.parse(text);
}

/** The resources of a stack. */
export function resourcesOf(fill: Parameters<typeof synthesized>[0]): unknown {
  const made = synthesized(fill);
  return typeof made === "object" && made !== null && "resource" in made ? made.resource : undefined;
}
