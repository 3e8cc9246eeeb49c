/** What a sandbox holds when nobody says otherwise: something of everything, and alice owns it. */
export const defaultSeed: unknown = {
  users: [
    { email: "alice@example.com", fullName: "Alice Archer" },
    { email: "bob@example.com", fullName: "Bob Baker" },
    { email: "carol@example.com", fullName: "Carol Cooper" },
    { email: "dave@example.com", fullName: "Dave Draper" },
    { email: "erin@example.com", fullName: "Erin Eads" },
    { email: "frank@example.com", fullName: "Frank Foster" },
    { email: "grace@example.com", fullName: "Grace Gray", authenticator: true },
  ],
  organizations: [
    {
      name: "Acme",
      owner: "alice@example.com",
      administrators: ["bob@example.com"],
      invitedAdministrators: ["erin@example.com"],
      billingAdministrators: ["dave@example.com"],
      projects: [
        {
          name: "website",
          budget: { limit: 500, currency: "CHF", subscribers: ["alice@example.com", "dave@example.com"] },
        },
        { name: "website", region: "Vienna" },
        { name: "research", region: "Upper-Austria" },
      ],
      groups: [
        {
          name: "web",
          projects: ["Eastern-Switzerland/website", "Vienna/website"],
          members: ["carol@example.com"],
          invited: ["frank@example.com"],
        },
        { name: "science", projects: ["research"], members: ["carol@example.com", "grace@example.com"] },
      ],
    },
    { name: "Sandpit", owner: "bob@example.com", administrators: ["alice@example.com"] },
  ],
};
