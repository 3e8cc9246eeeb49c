/**
 * What a sandbox holds when nobody says otherwise: enough to try every command at once. Everybody signs in with the
 * password `Passw0rd!ok`. Account 1 and user 1 belong to somebody else (cloud-elements.md §7).
 */
export const defaultSeed: unknown = {
  organizations: [
    {
      name: "Acme",
      accounts: [
        {
          externalId: "acme",
          name: "Acme Default Account",
          default: true,
          users: [
            { email: "alice@example.com", firstName: "Alice", lastName: "Archer", roles: ["org-admin"] },
            { email: "bob@example.com", firstName: "Bob", lastName: "Baker" },
          ],
        },
        {
          externalId: "globex",
          name: "Globex",
          users: [
            { email: "carol@example.com", firstName: "Carol", lastName: "Cooper", roles: ["admin"] },
            { email: "dave@example.com", firstName: "Dave", lastName: "Draper", city: "Denver" },
            { email: "erin@example.com", firstName: "Erin", lastName: "Ellis", active: false },
          ],
        },
        { externalId: "initech", name: "Initech" },
      ],
    },
    {
      id: 1,
      name: "Umbrella",
      accounts: [
        {
          id: 1,
          externalId: "umbrella",
          default: true,
          users: [
            {
              id: 1,
              email: "mallory@example.com",
              firstName: "Mallory",
              lastName: "Moore",
              roles: ["org-admin"],
            },
          ],
        },
      ],
    },
  ],
};
