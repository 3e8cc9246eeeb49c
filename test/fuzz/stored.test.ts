import { fuzzed } from "./run.ts";
import { storedTargets } from "./stored.ts";

fuzzed(storedTargets);
