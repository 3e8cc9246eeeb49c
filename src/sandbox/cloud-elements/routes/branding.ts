import { readBranding } from "../branding.ts";
import type { Call, CallRoute } from "../call.ts";
import { notFound } from "../errors.ts";
import { fileNameIn } from "../multipart.ts";
import { type Organization, organizationOf, updateOrganization } from "../organizations.ts";
import { requirePrivilege } from "../standing.ts";

const path = "/organizations/branding";

/** How the platform looks to an organization's people (cloud-elements.md §3b). */
export const brandingRoutes: readonly CallRoute[] = [
  { method: "GET", path, act: read },
  { method: "PUT", path, act: set },
  { method: "DELETE", path, act: unset },
  { method: "PATCH", path: `${path}/logo`, act: (call) => setImage(call, "logo") },
  { method: "PATCH", path: `${path}/favicon`, act: (call) => setImage(call, "favicon") },
];

type Branding = Readonly<Record<string, string>>;

function mine({ store, caller }: Call): Organization {
  return organizationOf(store, caller.user.organization);
}

/** The answer where there is none is not known; empty things are 404 elsewhere (§6). */
function brandingOf({ branding }: Organization): Branding {
  if (branding === null) throw notFound("No branding found");
  return branding;
}

function read(call: Call): unknown {
  return brandingOf(mine(call));
}

/** Replaces everything but the images, which stay unless others are named. */
function set(call: Call): unknown {
  requirePrivilege(call, "manageUiBranding");
  const organization = mine(call);
  const { logo, favicon } = organization.branding ?? {};
  const images = { ...(logo === undefined ? {} : { logo }), ...(favicon === undefined ? {} : { favicon }) };
  return store(call, organization, { ...images, ...readBranding(call.body()) });
}

function unset(call: Call): unknown {
  requirePrivilege(call, "manageUiBranding");
  const organization = mine(call);
  brandingOf(organization);
  updateOrganization(call.store, { ...organization, branding: null });
  return undefined;
}

/** The image goes to the vendor's image host, and its address into the branding. */
function setImage(call: Call, kind: "logo" | "favicon"): unknown {
  requirePrivilege(call, "manageUiBranding");
  const organization = mine(call);
  const file = encodeURIComponent(fileNameIn(call.text, call.header("content-type")));
  const url = `https://images.cloudelements.io/${kind}_${organization.id}_${file}`;
  return store(call, organization, { ...brandingOf(organization), [kind]: url });
}

function store(call: Call, organization: Organization, branding: Branding): Branding {
  updateOrganization(call.store, { ...organization, branding });
  return branding;
}
