import { defineKind } from "../../../model/kind.ts";

/** No level: what people may do with an application follows from their own roles (marketplace.md §2.3, §6.6). */
const shared = {
  collection: "applications",
  key: {
    description: "The application's client id.",
    pattern: "^[^\\s\\u0000-\\u001f\\u007f]+$",
    example: "meal-planner-4f7c2b",
  },
  attributes: {},
  can: { create: true, update: false, delete: true },
  omission: "remove",
  manage: "authoritative",
  principal: true,
} as const;

const whoShares =
  "Only the application's owner can share it, being a member of the organization; the owner, editors and maintainers " +
  "can unshare it.";

/** marketplace.md §3.4. */
export const share = defineKind({
  ...shared,
  name: "share",
  description: `An application that is shared with the whole organization. ${whoShares}`,
  parent: "organization",
});

export const teamShare = defineKind({
  ...shared,
  name: "team-share",
  description: `An application that is shared with a team. ${whoShares}`,
  parent: "team",
});
