import type { Example } from "../example.ts";
import { expectation } from "./expected.ts";
import { actor, write } from "./mapping.ts";
import { seedOf } from "./seed.ts";

export const dnanexus: Example = {
  platform: "dnanexus",
  actor,
  write,
  comments: {
    retired: "Teams and repositories that are gone. Nobody but the actor is left in what stays of them.",
    rest: "Projects that no team is named after.",
  },
  seed: seedOf,
  expectation,
};
