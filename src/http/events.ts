import type { FailureReason, Outcome, Request } from "../model/protocol.ts";
import type { Clock } from "./clock.ts";

interface About {
  readonly connection: string;
  /** `api.example.com`. */
  readonly host: string;
  readonly method: Request["method"];
  /** Without secrets; the query is left out. */
  readonly path: string;
  /** null for a read and a sign-in. */
  readonly operation: string | null;
  /** From 1. */
  readonly attempt: number;
}

/** What happens on the wire, for `--verbose`, counters and tests. Bodies and headers are never in it. */
export type RequestEvent =
  | (About & { readonly type: "sent" })
  | (About & {
      readonly type: "answered";
      readonly status: number | null;
      /** null: it went well. */
      readonly reason: FailureReason | null;
      readonly milliseconds: number;
    })
  | (About & {
      /** Waits before it is sent again. */
      readonly type: "waiting";
      readonly reason: FailureReason;
      readonly milliseconds: number;
    });

export interface Observer {
  /** Reports that a request leaves; what is returned reports its answer. */
  readonly sent: (
    request: Request,
    host: string,
    operation: string | null,
    attempt: number,
  ) => (outcome: Outcome) => void;
  readonly waits: (
    request: Request,
    host: string,
    operation: string | null,
    attempt: number,
    milliseconds: number,
    why: { readonly reason: FailureReason },
  ) => void;
}

export function observer(
  onRequest: (event: RequestEvent) => void,
  of: { readonly name: string; readonly clean: (text: string) => string; readonly clock: Clock },
): Observer {
  const about = (request: Request, host: string, operation: string | null, attempt: number): About => ({
    connection: of.name,
    host,
    method: request.method,
    path: of.clean(request.path),
    operation,
    attempt,
  });
  return {
    sent: (request, host, operation, attempt) => {
      const base = about(request, host, operation, attempt);
      const start = of.clock.now();
      onRequest({ type: "sent", ...base });
      return (outcome) =>
        onRequest({
          type: "answered",
          ...base,
          status: outcome.status,
          reason: outcome.ok ? null : outcome.reason,
          milliseconds: of.clock.now() - start,
        });
    },
    waits: (request, host, operation, attempt, milliseconds, why) =>
      onRequest({
        type: "waiting",
        ...about(request, host, operation, attempt),
        reason: why.reason,
        milliseconds,
      }),
  };
}
