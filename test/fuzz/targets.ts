/** Everything that is fuzzed. A new target is one line here. */
import { answerTargets } from "./answers.ts";
import { configurationTargets } from "./configuration.ts";
import { storedTargets } from "./stored.ts";
import type { Target } from "./target.ts";

export const targets: readonly Target[] = [...configurationTargets, ...storedTargets, ...answerTargets];
