/** What a sandbox holds when nobody says otherwise: enough to try every command at once. */
export const defaultSeed: unknown = {
  users: [
    { email: "alice@example.com", name: "Alice Archer" },
    { email: "bob@example.com", name: "Bob Baker" },
    { email: "carol@example.com", name: "Carol Cooper" },
    { email: "dave@example.com", name: "Dave Draper" },
    { email: "erin@example.com", name: "Erin Evans" },
  ],
  applications: [
    { clientId: "meal-planner-4f7c2b", owner: "alice@example.com", name: "Meal planner" },
    {
      clientId: "meal-planner-test-91d0aa",
      owner: "alice@example.com",
      name: "Meal planner (test)",
      environment: "certification",
    },
    { clientId: "store-finder-c03e58", owner: "bob@example.com", name: "Store finder" },
    { clientId: "coupon-clipper-7a91be", owner: "erin@example.com", name: "Coupon clipper" },
  ],
  organizations: [
    {
      name: "Acme Foods",
      description: "Everything that Acme builds for its customers",
      members: {
        "alice@example.com": "maintainer",
        "bob@example.com": "editor",
        "carol@example.com": "reviewer",
        "dave@example.com": "viewer",
      },
      applications: ["meal-planner-4f7c2b"],
      teams: [
        {
          name: "Stores",
          description: "Finding and reaching stores",
          members: { "bob@example.com": "maintainer", "dave@example.com": "editor" },
          applications: ["store-finder-c03e58"],
        },
        {
          name: "Quality",
          members: { "carol@example.com": "reviewer" },
          applications: ["meal-planner-test-91d0aa"],
        },
      ],
    },
    {
      name: "Acme Labs",
      members: { "erin@example.com": "maintainer", "alice@example.com": "viewer" },
      applications: ["coupon-clipper-7a91be"],
    },
  ],
};
