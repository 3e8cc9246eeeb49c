import type { GitHub, Organization, Repository, Team } from "./github.ts";
import type { FileContent } from "./layout.ts";
import type { Expectation } from "./ledger.ts";
import type { Named } from "./source.ts";

/** A part of a GitHub organization: what one file holds. */
export interface Part {
  readonly organization: Organization;
  /** Whether its people are in it, beside the teams and repositories that it names. */
  readonly whole: boolean;
  readonly teams: readonly Team[];
  readonly repositories: readonly Repository[];
}

/** What a file says of an organization of the platform, without the line that names the platform. */
export interface Written {
  readonly organization: string;
}

/** The Kubernetes organizations on one platform. */
export interface Example {
  /** The platform's name, and the folder's. */
  readonly platform: string;
  /** The account of the sandbox that Charter acts as. */
  readonly actor: string;
  /** The documents that say a part, as YAML holds them: plain values, lists and maps. */
  readonly write: (part: Part) => readonly Written[];
  /** A sentence for the readers of a file, where its name does not say what it is about. */
  readonly comments: { readonly [A in FileContent["about"]]?: string };
  /** A state as the platform's sandbox takes it, with everything that shall have an account there. */
  readonly seed: (github: GitHub, named: Named) => unknown;
  /** What each fact bears on, worked out without {@link Example.write}. */
  readonly expectation: Expectation;
}

/** All of an organization in one part. */
export function wholeOf(organization: Organization): Part {
  return {
    organization,
    whole: true,
    teams: [...organization.teams.values()],
    repositories: [...organization.repositories.values()],
  };
}

/** All documents of a state. */
export function writeAll<W extends Written>(
  github: GitHub,
  write: (part: Part) => readonly W[],
): readonly W[] {
  return [...github.values()].flatMap((organization) => write(wholeOf(organization)));
}
