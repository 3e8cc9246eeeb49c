/** What a sandbox holds when nobody says otherwise: enough to try every command at once. */
export const defaultSeed: unknown = {
  users: [
    { id: "user-alice", first: "Alice", last: "Archer" },
    { id: "user-bob", first: "Bob", last: "Baker" },
    { id: "user-carol", first: "Carol", last: "Cooper" },
    { id: "user-dave", first: "Dave", last: "Draper" },
  ],
  orgs: [{ id: "org-acme", name: "Acme", members: { "user-alice": "ADMIN" } }],
};
