import { Document, isScalar, visit } from "yaml";
import type { Organization, Project } from "./mapping.ts";

/** What one file holds. */
export interface FileContent {
  /** A sentence for its readers, where the name of the file does not say it. */
  readonly comment?: string;
  /** The organization that stands for the GitHub organization. */
  readonly home: Organization;
  /** Whether the file holds its name and members, beside `projects`. */
  readonly whole: boolean;
  /** Projects billed to `home`. */
  readonly projects: readonly Project[];
  readonly teams: readonly Organization[];
}

/** The text of `config/PATH`: a schema comment for editors, then one document for each organization. */
export function printFile(content: FileContent, path: string): string {
  const { home, whole, projects, teams } = content;
  const documents = teams.map((team) => printDocument(organizationMap(team, true, [])));
  if (whole || projects.length > 0) documents.unshift(printDocument(organizationMap(home, whole, projects)));
  const root = "../".repeat(path.split("/").length + 2);
  return [
    `# yaml-language-server: $schema=${root}schemas/dnanexus.schema.json\n`,
    content.comment === undefined ? "" : `# ${content.comment}\n`,
    documents.join("---\n"),
  ].join("");
}

function organizationMap(
  of: Organization,
  whole: boolean,
  projects: readonly Project[],
): ReadonlyMap<string, unknown> {
  const map = new Map<string, unknown>([
    ["platform", "dnanexus"],
    ["organization", of.id],
  ]);
  if (whole) map.set("name", of.name).set("members", of.members);
  if (projects.length > 0) {
    map.set("projects", new Map(projects.map(({ name, grants }) => [name, new Map([["grants", grants]])])));
  }
  return map;
}

function printDocument(map: ReadonlyMap<string, unknown>): string {
  const document = new Document(map);
  visit(document, {
    Map: (_, node) => {
      // One entry reads best on one line; more of them make better diffs one below the other.
      if (node.items.length === 1 && isScalar(node.items[0]?.value)) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 });
}
