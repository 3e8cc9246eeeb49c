import type { Finding } from "../model/finding.ts";
import type { Failure, FailureReason } from "../model/protocol.ts";

const advice: Readonly<Record<FailureReason, string>> = {
  unauthenticated:
    "The credential is wrong, has expired, or belongs to another host: check where it comes from.",
  forbidden: "Run as an account that may, or have this one given the role.",
  missing: "Check the URL of the connection.",
  invalid: "Please report this: Charter sent what the platform does not understand.",
  conflict: "Plan again.",
  already: "Plan again.",
  limited: "Wait a while, or set requestsPerSecond for the connection in charter.yaml.",
  busy: "Try again.",
  unavailable: "The platform has a problem; try again later.",
  unreachable: "Check the URL and the network.",
  lost: "Try again.",
  malformed: "Check that the URL is that of the platform's API, and that no proxy answers in its place.",
  cancelled: "",
};

/** A failure that ends a run, as a finding that says what to do. */
export function failureFinding(connection: string, doing: string, failure: Failure): Finding {
  const status = failure.status === null ? "" : ` (${failure.status} ${failure.code})`;
  const said = /[.!?]$/.test(failure.message) ? failure.message : `${failure.message}.`;
  return {
    code: `connection/${failure.reason}`,
    severity: "error",
    message: `${connection}: ${doing} failed${status}: ${said} ${advice[failure.reason]}`.trimEnd(),
  };
}
