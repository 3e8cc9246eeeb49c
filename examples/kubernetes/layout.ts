import type { Part } from "./example.ts";
import { type GitHub, type Organization, type Repository, sorted, type Team } from "./github.ts";

/**
 * How people would keep it: one folder for each GitHub organization, and in there
 *
 * - `org.yaml`: the organization and its members;
 * - `cluster-api.yaml`: what belongs to one subject, that is the projects and the teams that are named after it, so that a
 *   new repository is one new file;
 * - `projects.yaml`: projects that no team is named after;
 * - `retired.yaml`: what is gone and stays, emptied.
 */
export function layOut(github: GitHub): ReadonlyMap<string, FileContent> {
  const files = new Map<string, FileContent>();
  for (const organization of github.values()) {
    for (const [file, content] of folder(organization)) {
      const path = `${organization.name}/${file}.yaml`;
      if (files.has(path)) throw new Error(`Two files would be ${path}`);
      files.set(path, content);
    }
  }
  return sorted(files);
}

/** What one file holds. */
export interface FileContent extends Part {
  readonly about: "organization" | "subject" | "rest" | "retired";
}

interface Draft {
  readonly repositories: Repository[];
  readonly teams: Team[];
}

function folder(organization: Organization): ReadonlyMap<string, FileContent> {
  const teams = [...organization.teams.values()];
  const subjects = subjectsOf(teams.filter((team) => team.active).map(firstPart));
  const drafts = new Map<string, Draft>();
  const at = (file: string): Draft => {
    const draft = drafts.get(file) ?? { repositories: [], teams: [] };
    drafts.set(file, draft);
    return draft;
  };
  for (const team of teams) at(team.active ? subjects(firstPart(team)) : retired).teams.push(team);
  for (const repository of organization.repositories.values()) {
    const subject = subjects(repository.name);
    const file = repository.active ? (drafts.has(subject) ? subject : rest) : retired;
    at(file).repositories.push(repository);
  }
  const files = new Map<string, FileContent>([
    ["org", { organization, about: "organization", whole: true, teams: [], repositories: [] }],
  ]);
  for (const [file, draft] of drafts) {
    if (file === "org") throw new Error(`${organization.name}: a subject cannot be called org`);
    const about = file === retired ? "retired" : file === rest ? "rest" : "subject";
    files.set(file, { organization, about, whole: false, ...draft });
  }
  return files;
}

const retired = "retired";
const rest = "projects";

/** What a team of a subject does there. Longer ones first where one ends in another. */
const duties = [
  "milestone-maintainers",
  "image-build-admins",
  "feature-requests",
  "test-failures",
  "contributors",
  "maintainers",
  "api-reviews",
  "pr-reviews",
  "approvers",
  "proposals",
  "reviewers",
  "emeritus",
  "members",
  "reviews",
  "admins",
  "owners",
  "triage",
  "leads",
  "admin",
  "bugs",
  "misc",
] as const;

function firstPart({ path }: Team): string {
  return path.split("/")[0] ?? path;
}

/** `cluster-api-provider-aws-admins` is about `cluster-api-provider-aws`. */
function withoutDuty(name: string): string {
  const duty = duties.find((each) => name.endsWith(`-${each}`));
  return duty === undefined ? name : name.slice(0, -duty.length - 1);
}

/** The subject of a name: the shortest one that any team is about and that it begins with: `cluster-api`. */
function subjectsOf(teams: readonly string[]): (name: string) => string {
  const known = new Set(teams.map(withoutDuty));
  return (name) => {
    const words = withoutDuty(name).split("-");
    for (let length = 1; length < words.length; length++) {
      const shorter = words.slice(0, length).join("-");
      if (known.has(shorter)) return shorter;
    }
    return known.has(name) ? name : withoutDuty(name);
  };
}
