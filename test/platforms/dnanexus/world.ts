/** A small world with something of everything, seen by `user-root`. */
const users = ["root", "alice", "bob", "carol"].map((name) => ({ id: `user-${name}` }));

export const seed = {
  users,
  orgs: [
    {
      id: "org-acme",
      name: "Acme",
      members: {
        "user-root": "ADMIN",
        "user-alice": "MEMBER",
        "user-bob": { level: "MEMBER", projectAccess: "VIEW", appAccess: false, dataSearch: true },
      },
    },
    { id: "org-lab", name: "Lab", members: { "user-root": "ADMIN" } },
    {
      id: "org-open",
      name: "Open",
      policies: { memberListVisibility: "MEMBER" },
      members: { "user-alice": "ADMIN", "user-root": "MEMBER" },
    },
    { id: "org-closed", name: "Closed", members: { "user-alice": "ADMIN" } },
  ],
  projects: [
    {
      name: "raw",
      billTo: "org-acme",
      restricted: true,
      protected: true,
      downloadRestricted: true,
      previewViewerRestricted: true,
      allowedExecutables: ["app-qc"],
      monthlyComputeLimit: 100,
      egressBillTo: "projectBillTo",
      permissions: { "user-root": "ADMINISTER", "org-lab": "VIEW", PUBLIC: "VIEW" },
    },
    {
      name: "dark",
      billTo: "org-acme",
      createdBy: "user-alice",
      permissions: { "user-alice": "ADMINISTER" },
    },
    { name: "side", billTo: "org-lab", permissions: { "user-root": "VIEW", "user-alice": "ADMINISTER" } },
  ],
  apps: [
    {
      name: "qc",
      version: "1.0.0",
      billTo: "org-acme",
      developers: ["user-root"],
      authorizedUsers: ["org-lab", "PUBLIC"],
    },
    {
      name: "qc",
      version: "1.1.0",
      billTo: "org-acme",
      developers: ["user-root"],
      authorizedUsers: ["org-lab", "PUBLIC"],
    },
    { name: "other", version: "1.0.0", billTo: "org-acme", createdBy: "user-alice" },
  ],
};
