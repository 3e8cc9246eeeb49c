/** The same in TypeScript, where membership follows from something else: here, who is on a prototype is in the organization. */
import { defineOrganization } from "orgcharter";

const prototypes = {
  "Voice lists": ["carol@example.com", "frank@example.com"],
  "Shelf camera": ["frank@example.com", "erin@example.com"],
};

const everybody = [...new Set(Object.values(prototypes).flat())];

export default defineOrganization("marketplace", {
  organization: "labs",
  name: "Acme Labs",
  description: "What may become something",
  members: {
    "alice@example.com": "maintainer",
    ...Object.fromEntries(everybody.map((email) => [email, "reviewer"] as const)),
  },
  teams: Object.fromEntries(
    Object.entries(prototypes).map(([team, people]) => [
      team,
      { members: Object.fromEntries(people.map((email) => [email, "editor"] as const)) },
    ]),
  ),
});
