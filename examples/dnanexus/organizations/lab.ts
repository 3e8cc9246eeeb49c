/** The same in TypeScript, where membership follows from something else: here, from a list of rotating guests. */
import { defineOrganization } from "orgcharter";

const guests = ["user-erin", "user-frank"];

export default defineOrganization("dnanexus", {
  organization: "org-lab",
  name: "Acme Laboratory",
  members: {
    "user-alice": "ADMIN",
    ...Object.fromEntries(
      guests.map((guest) => [guest, { level: "MEMBER", projectAccess: "VIEW" } as const]),
    ),
  },
});
