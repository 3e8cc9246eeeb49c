/** A definition in TypeScript, where groups follow from something else: each project has one of its own. */
import { defineOrganization } from "orgcharter";

const teams = {
  assays: ["carol@example.com", "grace@example.com"],
  imaging: ["frank@example.com"],
};

const entries = Object.entries(teams);

export default defineOrganization("cloud-console", {
  organization: "lab",
  name: "Acme Laboratory",
  owners: { "alice@example.com": {} },
  projects: Object.fromEntries(entries.map(([team]) => [team, { region: "vienna" }])),
  groups: Object.fromEntries(
    entries.map(([team, people]) => [
      team,
      { projects: { [team]: {} }, members: Object.fromEntries(people.map((each) => [each, {}])) },
    ]),
  ),
});
