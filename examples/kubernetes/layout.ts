import { order } from "../../src/model/value.ts";
import type { Model, Organization, Project } from "./mapping.ts";
import { type FileContent, printFile } from "./yaml.ts";

/**
 * How people would keep it: one folder for each GitHub organization, and in there
 *
 * - `org.yaml`: the organization and its members;
 * - `cluster-api.yaml`: what belongs to one subject, that is the projects and the teams that are named after it, so that a
 *   new repository is one new file;
 * - `projects.yaml`: projects that no team is named after;
 * - `retired.yaml`: what is gone and stays, emptied.
 */
export function layOut(model: Model): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const homes = [...model.values()].filter((each) => each.team === null);
  for (const home of homes) {
    const teams = [...model.values()].filter(
      (each) => each.team !== null && each.organization === home.organization,
    );
    for (const [file, content] of folder(home, teams)) {
      const path = `${home.name}/${file}.yaml`;
      if (files.has(path)) throw new Error(`Two files would be ${path}`);
      files.set(path, printFile(content, path));
    }
  }
  return new Map([...files].sort(([a], [b]) => order(a, b)));
}

interface Draft {
  readonly projects: Project[];
  readonly teams: Organization[];
}

function folder(home: Organization, teams: readonly Organization[]): ReadonlyMap<string, FileContent> {
  const subjects = subjectsOf(teams.filter((team) => team.active).map(nameOfTeam));
  const drafts = new Map<string, Draft>();
  const at = (file: string): Draft => {
    const draft = drafts.get(file) ?? { projects: [], teams: [] };
    drafts.set(file, draft);
    return draft;
  };
  for (const team of teams) at(team.active ? subjects(nameOfTeam(team)) : retired).teams.push(team);
  for (const project of home.projects.values()) {
    const subject = subjects(project.name);
    at(project.active ? (drafts.has(subject) ? subject : rest) : retired).projects.push(project);
  }
  const files = new Map<string, FileContent>([["org", { home, whole: true, projects: [], teams: [] }]]);
  for (const [file, draft] of drafts) {
    if (file === "org") throw new Error(`${home.name}: a subject cannot be called org`);
    const comment = comments[file];
    files.set(file, { home, whole: false, ...draft, ...(comment === undefined ? {} : { comment }) });
  }
  return files;
}

const retired = "retired";
const rest = "projects";

const comments: Readonly<Record<string, string>> = {
  [retired]: "Teams and repositories that are gone. Nobody but the actor is left in what stays of them.",
  [rest]: "Projects that no team is named after.",
};

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

function nameOfTeam(team: Organization): string {
  return team.team?.split("/")[0] ?? team.name;
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
