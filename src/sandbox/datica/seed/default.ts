/** What a sandbox holds when nobody says otherwise: something of everything. alice may do all of it. */
export const defaultSeed: unknown = {
  users: [
    { email: "alice@example.com", name: "Alice Archer" },
    { email: "bob@example.com", name: "Bob Baker" },
    { email: "carol@example.com", name: "Carol Cooper" },
    { email: "dave@example.com", name: "Dave Draper", mfa: { type: "authenticator", code: "123456" } },
    { email: "erin@example.com", name: "Erin Ellis" },
  ],
  pods: ["pod01", "pod02"],
  orgs: [
    {
      name: "Acme",
      description: "Acme Health",
      members: {
        "alice@example.com": "owner",
        "bob@example.com": "admin",
        "carol@example.com": "member",
        "dave@example.com": "member",
      },
      invites: [{ email: "frank@example.com", role: "member", sender: "bob@example.com" }],
      groups: {
        Admins: { members: ["alice@example.com"] },
        Kubernetes: { acls: ["product:cluster:*:action:*:*:pods:get"], members: ["carol@example.com"] },
      },
    },
  ],
  environments: [
    { name: "acme-production", organization: "Acme", users: ["carol@example.com"] },
    {
      name: "acme-staging",
      organization: "Acme",
      pod: "pod02",
      users: ["carol@example.com", "dave@example.com"],
    },
  ],
};
