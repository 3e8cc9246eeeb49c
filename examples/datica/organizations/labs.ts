/** The same in TypeScript, where access follows from something else: here, from who is on call this quarter. */
import { defineOrganization } from "orgcharter";

const onCall = ["dave@example.com", "erin@example.com"];
const environments = ["labs-blue", "labs-green"];

export default defineOrganization("datica", {
  organization: "Acme Labs",
  members: {
    "alice@example.com": "owner",
    ...Object.fromEntries(onCall.map((person) => [person, "member"] as const)),
  },
  environments: Object.fromEntries(environments.map((name) => [name, { grants: onCall }])),
});
