import { answerTargets } from "./answers.ts";
import { fuzzed } from "./run.ts";

fuzzed(answerTargets);
