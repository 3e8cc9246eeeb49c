import { hash } from "node:crypto";

/** What the platform allows (cloud-console.md §1). */
const longest = 27;
const digits = 6;

/**
 * The name of the project that stands for a repository: the repository's own, or where that is too long its beginning
 * and the first digits of its SHA-256: `cluster-api-provider-digitalocean` → `cluster-api-provider-4fcc9a`.
 */
export function projectName(repository: string): string {
  if (repository.length <= longest) return repository;
  const beginning = repository.slice(0, longest - digits - 1).replace(/[-._]+$/, "");
  return `${beginning}-${hash("sha256", repository, "hex").slice(0, digits)}`;
}

/** Project name → repository: the way back. Throws where two repositories of an organization would be one project. */
export function projectNames(repositories: Iterable<string>): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  for (const repository of repositories) {
    const name = projectName(repository);
    const other = table.get(name);
    if (other !== undefined && other !== repository) {
      throw new Error(`${other} and ${repository} would both be the project ${name}`);
    }
    table.set(name, repository);
  }
  return table;
}
