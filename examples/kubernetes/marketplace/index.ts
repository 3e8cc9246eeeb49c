import type { Example } from "../example.ts";
import { expectation } from "./expected.ts";
import { actor, write } from "./mapping.ts";
import { seedOf } from "./seed.ts";

export const marketplace: Example = {
  platform: "marketplace",
  actor,
  write,
  comments: { retired: "Teams that are gone." },
  seed: seedOf,
  expectation,
};
