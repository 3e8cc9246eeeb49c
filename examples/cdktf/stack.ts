/** An organization, and something else of the same stack that follows who is in one of its groups. */
import { NullProvider } from "@cdktf/provider-null/lib/provider/index.js";
import { Resource as NullResource } from "@cdktf/provider-null/lib/resource/index.js";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { CharterProvider, dnanexus, Organization } from "orgcharter/cdktf";

const app = new App();
const stack = new TerraformStack(app, "acme");
new CharterProvider(stack, "charter", { guards: { admins: { minimum: 2 } } });
new NullProvider(stack, "null");

// The same object as in organizations/*.ts. One block a kind: dependencies, imports and variables follow from it.
const acme = new Organization(stack, "acme", {
  platform: "dnanexus",
  organization: "org-acme",
  name: "Acme Genomics",
  members: {
    "user-alice": "ADMIN",
    "user-bob": "ADMIN",
    "user-carol": { level: "MEMBER", projectAccess: "CONTRIBUTE", expires: "2099-12-31" },
  },
  projects: {
    "raw-data": {
      overrides: { download: "no-one" },
      grants: { "org-acme": "VIEW", "user-alice": "ADMINISTER" },
    },
    "cleared-data": { grants: { "user-alice": "ADMINISTER" } },
  },
});

// Made again whenever somebody joins or leaves.
new NullResource(stack, "readers-changed", {
  triggers: {
    members: acme.collection("members").keys,
    readers: acme.collection("projects.grants", "raw-data").keys,
  },
});

// One resource beside the rest, as with any provider.
const scratch = new dnanexus.Project(stack, "scratch", {
  organization: acme.id,
  key: "scratch",
  summary: "Nothing here is kept",
  deletionProtection: false,
});
new dnanexus.Grants(stack, "scratch-grants", {
  project: scratch.id,
  grants: { "user-alice": { level: "ADMINISTER" }, "user-bob": { level: "CONTRIBUTE" } },
});

const access = new dnanexus.DataAccess(stack, "carol", { organization: acme.id, who: "user-carol" });
new TerraformOutput(stack, "what-carol-can-do", { value: access.rows });

app.synth();
