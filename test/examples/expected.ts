import { parseFacts, parseHistory } from "../../examples/kubernetes/facts.ts";
import { type Expectation, openLedger } from "../../examples/kubernetes/ledger.ts";

/** What the last of some commits is expected to change, a line a change: `create PLACE {"level":[null,"MEMBER"]}`. */
export function expectedOf(
  expectation: Expectation,
  start: string,
  ...commits: readonly (readonly string[])[]
): readonly string[] {
  const ledger = openLedger(parseFacts(start), expectation);
  const text = commits
    .map((ops, index) => JSON.stringify({ commit: `c${index}`, date: "d", ops }))
    .join("\n");
  const changes = parseHistory(text).map((commit) => ledger.commit(commit));
  return (changes.at(-1) ?? []).map(
    ({ address, action, attributes }) => `${action} ${address} ${JSON.stringify(attributes)}`,
  );
}
