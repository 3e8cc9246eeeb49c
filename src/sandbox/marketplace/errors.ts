import type { Fail } from "../shape.ts";
import type { Role } from "./roles.ts";

/** A refusal by the API: a single object under `errors` (marketplace.md §4). */
export class ApiError extends Error {
  readonly status: number;
  /** Area, number, status; or a bare phrase. */
  readonly code: string;

  constructor(code: string, reason: string, status = Number(code.slice(-3))) {
    super(reason);
    this.code = code;
    this.status = status;
  }
}

/** A refusal because of a token, a client or a grant: `error` and `error_description` (§4, RFC 6749 §5.2). */
export class TokenError extends Error {
  readonly error: string;
  readonly status: number;

  constructor(error: string, description: string, status = 400) {
    super(description);
    this.error = error;
    this.status = status;
  }
}

export const badOrganization = "ORG-1001-400";
export const badMember = "MEMBER-2001-400";
export const badTeam = "TEAM-3001-400";
/** The sheet has no code for malformed questions about applications; this one follows its pattern. */
export const badApplication = "APP-4003-400";

/** How malformed parts of a request are answered, by the area of the route. */
export function refuseAs(code: string): Fail {
  return (path, problem) => {
    throw new ApiError(code, path === "" ? `The body ${problem}` : `Field '${path}' ${problem}`);
  };
}

export const unknownRoute = (): ApiError => new ApiError("Not Found", "The resource could not be found", 404);
export const noScope = (reason: string): ApiError => new ApiError("Forbidden", reason, 403);

export const nameTaken = (): ApiError =>
  new ApiError("ORG-1002-409", "One of your organizations already has this name");
export const noOrganization = (): ApiError => new ApiError("ORG-1003-404", "There is no such organization");
export const forbidden = (role: Role): ApiError =>
  new ApiError("ORG-1004-403", `The role ${role} does not allow this`);
export const notConfirmed = (): ApiError =>
  new ApiError("ORG-1005-400", "Field 'confirmName' must be the name of the organization");

export const noAccount = (email: string): ApiError =>
  new ApiError("MEMBER-2002-404", `There is no account ${email}`);
export const noMember = (): ApiError => new ApiError("MEMBER-2002-404", "There is no such member");
export const alreadyMember = (email: string): ApiError =>
  new ApiError("MEMBER-2003-409", `${email} is already a member`);
export const lastMaintainer = (): ApiError =>
  new ApiError("MEMBER-2004-409", "An organization needs at least one maintainer");

export const teamNameTaken = (): ApiError =>
  new ApiError("TEAM-3002-409", "A team of the organization already has this name");
export const noTeam = (): ApiError => new ApiError("TEAM-3003-404", "There is no such team");
export const notInOrganization = (email: string): ApiError =>
  new ApiError("TEAM-3004-409", `${email} is not a member of the organization`);
export const alreadyInTeam = (email: string): ApiError =>
  new ApiError("TEAM-3005-409", `${email} is already in the team`);

export const noApplication = (): ApiError => new ApiError("APP-4001-404", "There is no such application");
export const notOwner = (): ApiError =>
  new ApiError("APP-4002-403", "Only the owner of an application can share it");
export const noShare = (): ApiError =>
  new ApiError("APP-4001-404", "The application is not shared with this target");
