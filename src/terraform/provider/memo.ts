/** One shared read within a process: what was asked once is not asked again. */
import type { Outcome, Reader, Request } from "../../model/protocol.ts";

export interface Memo {
  readonly reader: Reader;
  /** What was read is no longer true. */
  readonly forget: () => void;
}

/** Failures are not kept: the next one to ask may have more luck. */
export function memoize(reader: Reader): Memo {
  let answers = new Map<string, Promise<Outcome>>();
  const read = (request: Request): Promise<Outcome> => {
    const { host, method, path, query, body, form, headers } = request;
    const key = JSON.stringify([host, method, path, query, body, form, headers]);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const own = answers;
    const answer = reader.read(request).then((outcome) => {
      if (!outcome.ok) own.delete(key);
      return outcome;
    });
    own.set(key, answer);
    return answer;
  };
  return {
    reader: { ...reader, read },
    forget: () => {
      answers = new Map();
    },
  };
}
