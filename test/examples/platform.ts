import type { Example } from "../../examples/kubernetes/example.ts";
import type { Platform } from "../../src/model/platform.ts";
import { platforms } from "../../src/platforms/registry.ts";

/** The platform that an example is for. */
export function platformOf({ platform: name }: Example): Platform {
  const platform = platforms.find((each) => each.name === name);
  if (platform === undefined) throw new Error(`There is no platform ${name}`);
  return platform;
}
