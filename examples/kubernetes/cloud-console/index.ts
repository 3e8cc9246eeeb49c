import type { Example } from "../example.ts";
import { expectation } from "./expected.ts";
import { actor, write } from "./mapping.ts";
import { seedOf } from "./seed.ts";

export const cloudConsole: Example = {
  platform: "cloud-console",
  actor,
  write,
  comments: {
    retired: "Groups of teams that are gone; and projects of repositories that no team is granted any more.",
    rest: "Projects that no team is named after.",
  },
  seed: seedOf,
  expectation,
};
