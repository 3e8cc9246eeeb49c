import { hash } from "node:crypto";

const digits = 6;

/**
 * The client id of the application that stands for a repository, in the shape that the platform gives them: a slug of
 * the name and some digits, here the first of a SHA-256 (marketplace.md §1). `kubernetes/k8s.io` → `k8s-io-…`.
 */
export function clientId(organization: string, repository: string): string {
  const slug = repository.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return `${slug}-${hash("sha256", `${organization}/${repository}`, "hex").slice(0, digits)}`;
}

/** An application, and what it stands for. */
export interface Application {
  readonly clientId: string;
  /** `kubernetes/k8s.io`. */
  readonly name: string;
}

/**
 * The applications of all repositories, and with them the way back from a client id. They belong to one account, so that
 * no two organizations may have one: throws where they would.
 */
export function applicationsOf(
  repositories: Iterable<readonly [organization: string, names: Iterable<string>]>,
): readonly Application[] {
  const names = new Map<string, string>();
  for (const [organization, own] of repositories) {
    for (const repository of own) {
      const [id, name] = [clientId(organization, repository), `${organization}/${repository}`];
      const other = names.get(id);
      if (other !== undefined && other !== name) {
        throw new Error(`${other} and ${name} would both be the application ${id}`);
      }
      names.set(id, name);
    }
  }
  return [...names].map(([id, name]) => ({ clientId: id, name }));
}
