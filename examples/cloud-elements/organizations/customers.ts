/** More accounts of the same organization, from a list that is kept elsewhere: here, from the customers of this quarter. */
import { defineOrganization } from "orgcharter";

const customers = [
  { number: "initech-12", name: "Initech", contact: { first: "Ines", last: "Ivory" } },
  { number: "umbrella-31", name: "Umbrella", contact: { first: "Uma", last: "Ueda" } },
];

export default defineOrganization("cloud-elements", {
  organization: "acme",
  accounts: Object.fromEntries(
    customers.map(({ number, name, contact: { first, last } }) => [
      number,
      {
        name,
        users: {
          [`${first.toLowerCase()}@${name.toLowerCase()}.example`]: {
            firstName: first,
            lastName: last,
            roles: ["admin"] as const,
            password: { env: "FIRST_PASSWORD" },
          },
        },
      },
    ]),
  ),
});
