import type { Fail } from "../shape.ts";

/** Error types and their statuses (dnanexus.md §4). */
const statuses = {
  MalformedJSON: 400,
  InvalidAuthentication: 401,
  PermissionDenied: 401,
  SpendingLimitExceeded: 403,
  OrgExpired: 403,
  ResourceNotFound: 404,
  InvalidInput: 422,
  InvalidState: 422,
  InvalidType: 422,
  RateLimitConditional: 429,
  InternalError: 500,
  ServiceUnavailable: 503,
  // Types of the auth server only (§3.1); their status is not known.
  UsernameTakenError: 422,
  EmailTakenError: 422,
} as const;

export type ErrorType = keyof typeof statuses;

/** A refusal, thrown from wherever it becomes clear and answered in the envelope of §4. */
export class ApiError extends Error {
  readonly type: ErrorType;
  readonly status: number;

  constructor(type: ErrorType, message: string) {
    super(message);
    this.type = type;
    this.status = statuses[type];
  }
}

export const denied = (message: string): ApiError => new ApiError("PermissionDenied", message);
export const invalidInput = (message: string): ApiError => new ApiError("InvalidInput", message);
export const invalidState = (message: string): ApiError => new ApiError("InvalidState", message);

/** For an id, a handle, an email or a route that does not exist. */
export function notFound(what: string): ApiError {
  return new ApiError("ResourceNotFound", `"${what}" could not be found`);
}

/** How malformed parts of a body are answered. */
export const refuseInput: Fail = (path, problem) => {
  throw invalidInput(path === "" ? `The input ${problem}` : `"${path}" ${problem}`);
};

/** The error type for a status that somebody asks for, in a fault. */
export function typeForStatus(status: number): ErrorType {
  switch (status) {
    case 400:
      return "MalformedJSON";
    case 401:
      return "InvalidAuthentication";
    case 403:
      return "SpendingLimitExceeded";
    case 404:
      return "ResourceNotFound";
    case 429:
      return "RateLimitConditional";
    case 503:
      return "ServiceUnavailable";
    default:
      return status >= 500 ? "InternalError" : "InvalidState";
  }
}
