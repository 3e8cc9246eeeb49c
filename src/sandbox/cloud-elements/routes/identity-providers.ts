import type { Call, CallRoute } from "../call.ts";
import { forbidden, notFound } from "../errors.ts";
import {
  deleteProvider,
  findProvider,
  type IdentityProvider,
  insertProvider,
  type Owner,
  providersOf,
  readProvider,
  showProvider,
  updateProvider,
} from "../identity-providers.ts";
import { idIn } from "../standing.ts";

/** SAML identity providers of an organization and of the caller's account (cloud-elements.md §3b). */
export const identityProviderRoutes: readonly CallRoute[] = [
  ...routesUnder("/organizations/identity-providers", ofOrganization),
  ...routesUnder("/accounts/identity-providers", ofAccount),
];

/** For users at organization level. */
function ofOrganization({ caller: { user, roles } }: Call): Owner {
  if (!roles.has("org") && !roles.has("org-admin")) throw forbidden("User is not at organization level");
  return { organization: user.organization, account: null };
}

/** For account administrators and up. */
function ofAccount({ caller: { user, roles } }: Call): Owner {
  if (!roles.has("admin") && !roles.has("org-admin")) throw forbidden("User is not an administrator");
  return { organization: user.organization, account: user.account };
}

function routesUnder(path: string, ownerFor: (call: Call) => Owner): CallRoute[] {
  const onOne =
    (act: (call: Call, owner: Owner, found: IdentityProvider) => unknown): CallRoute["act"] =>
    (call, params) => {
      const owner = ownerFor(call);
      const id = idIn(params["id"] ?? "");
      const found = id === null ? undefined : findProvider(call.store, id, owner);
      if (found === undefined) throw notFound(`No identity provider found with the given id ${params["id"]}`);
      return act(call, owner, found);
    };
  return [
    { method: "GET", path, act: (call) => providersOf(call.store, ownerFor(call)).map(showProvider) },
    { method: "POST", path, act: (call) => create(call, ownerFor(call)) },
    { method: "GET", path: `${path}/:id`, act: onOne((_call, _owner, found) => showProvider(found)) },
    { method: "PATCH", path: `${path}/:id`, act: onOne(change) },
    { method: "DELETE", path: `${path}/:id`, act: onOne(remove) },
  ];
}

function create(call: Call, owner: Owner): unknown {
  const { isDefault = false, document } = readProvider(call.body(), true);
  return showProvider(insertProvider(call.store, owner, { isDefault, document }));
}

function change(call: Call, owner: Owner, found: IdentityProvider): unknown {
  const { isDefault = found.isDefault, document } = readProvider(call.body(), false);
  const next: IdentityProvider = { ...found, isDefault, document: { ...found.document, ...document } };
  updateProvider(call.store, owner, next);
  return showProvider(next);
}

function remove({ store }: Call, _owner: Owner, found: IdentityProvider): unknown {
  deleteProvider(store, found.id);
  return undefined;
}
