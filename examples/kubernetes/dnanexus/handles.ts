/**
 * Names of GitHub as handles of DNAnexus: letters, digits, `.` and `_`, 3 to 255 characters, a letter or digit
 * first, no difference between cases (dnanexus.md §1).
 *
 * | from | to | why nothing collides |
 * | --- | --- | --- |
 * | upper case | lower case | both sides know no difference between cases: it is the same name |
 * | `-` | `_` | no name of the source holds `_` |
 * | `/` between teams, and between the organization and its team | `..` | no name holds `..`, or a dot at an end |
 * | one or two characters | filled up to three with `_` | no name ends in `-` |
 *
 * What the third column rules out is refused here, so that each of these functions is one-to-one wherever it gives
 * an answer at all: {@link githubOf} is its inverse.
 */
const name = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const teamPart = /^[a-z0-9](?:[a-z0-9-]|\.(?!\.))*$/;
const minimum = 3;
const maximum = 255;
const separator = "..";

/** `user-benthe_elder` for the GitHub login `BenThe-Elder`. */
export function userId(login: string): string {
  return `user-${handle(folded(login, name), login)}`;
}

/** The handle that a person chose, with its case: `BenThe_Elder`. */
export function userHandle(login: string): string {
  folded(login, name);
  return handle(login, login);
}

/** `org-kubernetes_sigs` for the GitHub organization `kubernetes-sigs`. */
export function organizationId(organization: string): string {
  return `org-${handle(folded(organization, name), organization)}`;
}

/** `org-kubernetes..sig_release..release_team` for the team `sig-release/release-team` of `kubernetes`. */
export function teamId(organization: string, team: string): string {
  const parts = [folded(organization, name), ...team.split("/").map((part) => folded(part, teamPart))];
  return `org-${handle(parts.join(separator), `${organization}/${team}`)}`;
}

/** What an id was made from, in lower case: `kubernetes/sig-release/release-team`. */
export function githubOf(id: string): string {
  return id
    .replace(/^(?:user|org)-/, "")
    .replace(/_+$/, "")
    .replaceAll(separator, "/")
    .replaceAll("_", "-");
}

function folded(part: string, allowed: RegExp): string {
  const lower = part.toLowerCase();
  if (!allowed.test(lower) || lower.endsWith(".") || lower.endsWith("-")) {
    throw new Error(`${JSON.stringify(part)} could collide with another name once it is a handle`);
  }
  return lower;
}

function handle(text: string, from: string): string {
  if (text.length > maximum) throw new Error(`${from} is too long for a handle`);
  return text.replaceAll("-", "_").padEnd(minimum, "_");
}
