import type { Fail } from "../shape.ts";

/** A refusal, thrown from wherever it becomes clear and answered in the envelope of cloud-elements.md §4. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const badRequest = (message: string): ApiError => new ApiError(400, message);
export const forbidden = (message: string): ApiError => new ApiError(403, message);
export const notFound = (message: string): ApiError => new ApiError(404, message);
export const conflict = (message: string): ApiError => new ApiError(409, message);

/** Bad secrets, an expired token, an inactive user (§4 "401 or 403?"). */
export function unauthorized(
  message = "No valid User and Organization secret or bearer token was given",
): ApiError {
  return new ApiError(401, message);
}

/** How malformed parts of a body are answered. */
export const refuseInput: Fail = (path, problem) => {
  throw badRequest(path === "" ? `The request body ${problem}` : `${path} ${problem}`);
};
