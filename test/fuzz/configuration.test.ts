import { configurationTargets } from "./configuration.ts";
import { fuzzed } from "./run.ts";

fuzzed(configurationTargets);
