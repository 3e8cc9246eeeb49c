import { cloudConsole } from "./cloud-console/index.ts";
import { dnanexus } from "./dnanexus/index.ts";
import type { Example } from "./example.ts";
import { marketplace } from "./marketplace/index.ts";

/** The Kubernetes organizations on every platform that they are mapped to. */
export const examples: readonly Example[] = [cloudConsole, dnanexus, marketplace];

/** The example of this name; throws where there is none. */
export function exampleOf(platform: string): Example {
  const example = examples.find((each) => each.platform === platform);
  if (example !== undefined) return example;
  throw new Error(
    `There is no example for ${platform}; there is one for ${examples.map((each) => each.platform).join(", ")}`,
  );
}
