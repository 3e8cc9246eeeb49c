import type { Fail } from "../shape.ts";

/**
 * What the services refuse with. Only 3011 is Datica's own (datica.md §3a); all other codes are ours. They are the
 * application's codes: none is an HTTP status (§4).
 */
const kinds = {
  InvalidRequest: { status: 400, code: 1001, title: "Invalid Request" },
  NonceRequired: { status: 400, code: 1002, title: "Nonce Required" },
  Unauthorized: { status: 401, code: 3001, title: "Unauthorized" },
  StaleTimestamp: { status: 401, code: 3002, title: "Stale Timestamp" },
  NonceReplayed: { status: 401, code: 3003, title: "Nonce Replayed" },
  BadCredentials: { status: 401, code: 3011, title: "Bad Credentials" },
  BadOneTimePassword: { status: 401, code: 3012, title: "Bad One-Time Password" },
  UnknownKey: { status: 401, code: 3013, title: "Unknown Key" },
  AccountLocked: { status: 403, code: 3014, title: "Account Locked" },
  Forbidden: { status: 403, code: 4003, title: "Forbidden" },
  NotFound: { status: 404, code: 4004, title: "Not Found" },
  Conflict: { status: 409, code: 4009, title: "Conflict" },
  TooManyRequests: { status: 429, code: 4029, title: "Too Many Requests" },
  InternalError: { status: 500, code: 5000, title: "Internal Error" },
  Unavailable: { status: 503, code: 5003, title: "Service Unavailable" },
} as const;

export type ErrorKind = keyof typeof kinds;

/** A refusal, thrown from wherever it becomes clear and answered in the envelope of datica.md §4. */
export class ApiError extends Error {
  readonly kind: ErrorKind;
  readonly status: number;

  constructor(kind: ErrorKind, message: string, status?: number) {
    super(message);
    this.kind = kind;
    this.status = status ?? kinds[kind].status;
  }
}

export const forbidden = (message: string): ApiError => new ApiError("Forbidden", message);
export const notFound = (what: string): ApiError => new ApiError("NotFound", `${what} was not found.`);
export const conflict = (message: string): ApiError => new ApiError("Conflict", message);
export const invalid = (message: string): ApiError => new ApiError("InvalidRequest", message);

/** How malformed parts of a body are answered. */
export const refuseInput: Fail = (path, problem) => {
  throw invalid(path === "" ? `The body ${problem}.` : `"${path}" ${problem}.`);
};

/**
 * The body of a refusal, such that every client finds its own fields (§4): `title`, `description` and `code`; `id`
 * (an integer) and `message`; or a list of `errors`.
 */
export function envelope({ kind, message }: ApiError): unknown {
  const { code, title } = kinds[kind];
  const error = { code, title, description: message, message };
  return { ...error, id: code, errors: [error] };
}

/**
 * The refusal for a status that somebody asks for, in a fault. 412 becomes 400: on 412 the vendor's client would
 * replace itself (§4).
 */
export function errorOfStatus(status: number): ApiError {
  const sent = status === 412 ? 400 : status;
  const message = sent === 429 ? "Too many requests; try again later." : `Try again later (${sent}).`;
  return new ApiError(kindOfStatus(sent), message, sent);
}

function kindOfStatus(status: number): ErrorKind {
  switch (status) {
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "NotFound";
    case 409:
      return "Conflict";
    case 429:
      return "TooManyRequests";
    case 503:
      return "Unavailable";
    default:
      return status >= 500 ? "InternalError" : "InvalidRequest";
  }
}
