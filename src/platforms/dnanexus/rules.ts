/** The role × action table (dnanexus.md §2.2, §3). Roles are those that `standing` gives. */
import type { ActionRule, Rules } from "../../model/rules.ts";
import type { Operation } from "./writes.ts";

const administersOrganization = ["organization:ADMIN"];
const administersProject = ["project:ADMINISTER"];
const developsApp = ["app:developer"];

const actions: Readonly<Record<Operation, ActionRule>> = {
  "org.new": { title: "create an organization", roles: [], source: "§3.2" },
  "org.update": { title: "change the organization", roles: administersOrganization, source: "§3.2" },
  "org.invite": {
    title: "invite members",
    roles: administersOrganization,
    notSelf: true,
    source: "§3.3, §5",
  },
  "org.setMemberAccess": { title: "change members", roles: administersOrganization, source: "§3.3" },
  "org.removeMember": { title: "remove members", roles: administersOrganization, source: "§3.3" },
  "project.new": {
    title: "create projects billed to the organization",
    roles: ["organization:billable"],
    source: "§3.5",
  },
  "project.update": { title: "change the project", roles: administersProject, source: "§3.5" },
  "project.destroy": { title: "destroy the project", roles: administersProject, source: "§3.5" },
  "project.invite": {
    title: "give access to the project",
    // An ADMIN of the paying organization may invite without being in the project, itself too (§2.2).
    roles: [...administersProject, ...administersOrganization],
    source: "§2.2, §3.6",
  },
  "project.decreasePermissions": {
    title: "take access to the project",
    // What `projectMemberDemotion` allows is only known by its name (§8.6), so nothing is planned on it.
    roles: administersProject,
    source: "§3.6",
  },
  "project.leave": {
    title: "leave the project",
    roles: ["project:VIEW", "project:UPLOAD", "project:CONTRIBUTE", "project:ADMINISTER"],
    source: "§2.2, §3.6",
  },
  "app.addAuthorizedUsers": { title: "authorize users of the app", roles: developsApp, source: "§3.7" },
  "app.removeAuthorizedUsers": { title: "end authorizations of the app", roles: developsApp, source: "§3.7" },
  "app.addDevelopers": { title: "add developers of the app", roles: developsApp, source: "§3.7" },
  "app.removeDevelopers": { title: "remove developers of the app", roles: developsApp, source: "§3.7" },
};

/** No text states the rules on the last one; both are kept as a precaution (§5). */
export const rules: Rules = {
  actions,
  invariants: [
    {
      name: "last-admin",
      kind: "member",
      holds: (resource) => resource.attributes.level === "ADMIN",
      minimum: 1,
      admins: true,
      title: "ADMINs of the organization",
    },
    {
      name: "last-administer",
      kind: "grant",
      holds: (resource) => resource.attributes.level === "ADMINISTER",
      minimum: 1,
      admins: false,
      title: "members with ADMINISTER on the project",
    },
  ],
};
