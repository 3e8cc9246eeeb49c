import type { Fail } from "../shape.ts";

/** A refusal, thrown from wherever it becomes clear. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, string>>;

  constructor(status: number, body: Readonly<Record<string, string>>) {
    super(body["message"]);
    this.status = status;
    this.body = body;
  }
}

/** In the envelope of the services behind the gateway (cloud-console.md §4). */
export function refusal(status: number, code: string, message: string): ApiError {
  return new ApiError(status, { code, message });
}

export const notFound = (code: string, message: string): ApiError => refusal(404, code, message);
export const conflict = (code: string, message: string): ApiError => refusal(409, code, message);
export const forbidden = (message: string): ApiError => refusal(403, "forbidden", message);

export const unknownProject = (): ApiError => notFound("project_not_found", "There is no such project");

/** In the envelope of the gateway itself, which is Dapr (§4). */
export function gatewayError(status: number, message: string): ApiError {
  return new ApiError(status, { errorCode: "ERR_DIRECT_INVOKE", message });
}

/** An app that there is not, be it a region in the wrong case: 500 and not 404 (§4). */
export function unreachable(app: string): ApiError {
  return gatewayError(500, `failed to invoke, id: ${app}, err: failed to resolve address`);
}

/** How malformed parts of a body are answered. */
export const refuseInput: Fail = (path, problem) => {
  throw refusal(400, "invalid_request", path === "" ? `The body ${problem}` : `"${path}" ${problem}`);
};

/** The same for names (§3.2). */
export const refuseName: Fail = (path, problem) => {
  throw refusal(400, "invalid_name", `"${path}" ${problem}`);
};

/** An address that nobody has registered: only registered people can be invited or listed (§6.3). */
export function notRegistered(emails: readonly string[]): ApiError {
  return notFound("user_not_registered", `Not registered: ${emails.join(", ")}`);
}
