import type { Address } from "../model/address.ts";
import type { Finding } from "../model/finding.ts";
import type { Failure, FailureReason } from "../model/protocol.ts";
import { sentence } from "../model/text.ts";

const advice: Readonly<Record<FailureReason, string>> = {
  unauthenticated: "The credential is wrong, has expired, or belongs to another host",
  forbidden: "Run as an account that may, or have this one given the role.",
  missing: "Check the URL of the connection.",
  invalid: "Please report this: Charter sent what the platform does not understand.",
  conflict: "Plan again.",
  already: "Plan again.",
  limited: "Wait a while, have more --patience, or set requestsPerSecond for the connection in charter.yaml.",
  busy: "Try again.",
  unavailable: "The platform has a problem: try again later.",
  // What cannot be reached says itself what to look at.
  unreachable: "",
  lost: "Try again.",
  malformed: "Check that the URL is that of the platform's API, and that no proxy answers in its place.",
  cancelled: "",
};

const again =
  "Try again; if it stays so, report it to the makers of the platform with the name of the list or object above.";

/** Where the code tells more than the reason, or the words hold the advice already. */
const adviceByCode: Readonly<Record<string, string>> = {
  Redirect: "",
  NotHttp: "",
  BadRequest: "",
  EndlessList: again,
  ShortList: again,
  MalformedAnswer: again,
};

/** A failure that ends a run, as a finding that says what to do. `source`: where the credential comes from. */
export function failureFinding(connection: string, doing: string, failure: Failure, source: string): Finding {
  if (failure.reason === "cancelled") {
    const message = `${connection}: cancelled while ${doing}. Nothing was changed.`;
    return { code: "connection/cancelled", severity: "error", message };
  }
  const named = failure.status === null || failure.code.includes(String(failure.status));
  const status = named ? "" : ` (${failure.status} ${failure.code})`;
  const said = sentence(failure.message === "" ? failure.code : failure.message);
  return {
    code: `connection/${failure.reason}`,
    severity: "error",
    message: `${connection}: ${doing} failed${status}: ${said} ${adviceFor(failure, source)}`.trimEnd(),
  };
}

function adviceFor({ reason, code }: Failure, source: string): string {
  if (reason === "unauthenticated") return `${advice[reason]}. It comes from ${source}.`;
  return adviceByCode[code] ?? advice[reason];
}

/** A finding that ends a run. */
export function errorFinding(code: string, message: string, address?: Address): Finding {
  return { code, severity: "error", message, ...(address === undefined ? {} : { address }) };
}
