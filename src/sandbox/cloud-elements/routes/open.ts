import type { Params, Route } from "../../rest.ts";
import { requireAcceptable, type Visit } from "../call.ts";
import { notFound, unauthorized } from "../errors.ts";
import { anyProvider } from "../identity-providers.ts";
import { metadataXml } from "../metadata.ts";
import { idIn } from "../standing.ts";
import { signIn } from "./authentication.ts";

/** What needs no sign-in, under the API's base path (cloud-elements.md §3a). */
export const openRoutes: readonly Route<Visit>[] = [
  { method: "POST", path: "/authentication", act: signIn },
  { method: "GET", path: "/authentication/saml/:id/metadata", act: metadata },
  { method: "POST", path: "/signup-partners", act: signUpPartner },
];

/** Outside of the base path: the sign-in page, which nobody may frame, and the documentation (§7). */
export const pageRoutes: readonly Route<Visit>[] = [
  { method: "GET", path: "/elements/jsp/login.jsp", act: loginPage },
  { method: "GET", path: "/elements/api-docs", act: () => ({ swagger: "2.0", paths: {} }) },
];

function metadata(visit: Visit, params: Params): unknown {
  const id = idIn(params["id"] ?? "");
  const provider = id === null ? undefined : anyProvider(visit.store, id);
  if (provider === undefined) throw notFound(`No identity provider found with the given id ${params["id"]}`);
  requireAcceptable(visit.header("accept"), ["text/xml", "application/xml"]);
  const host = visit.header("x-forwarded-host") ?? visit.header("host") ?? "localhost";
  visit.tell("Content-Type", "text/xml;charset=UTF-8");
  return metadataXml(host, provider.id);
}

/** For partners of the vendor only, and none of these organizations is one (§3a). */
function signUpPartner(): never {
  throw unauthorized("Only partners may sign up users");
}

function loginPage(visit: Visit): string {
  visit.tell("X-Frame-Options", "DENY");
  visit.tell("Content-Type", "text/html;charset=UTF-8");
  return "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Use the API.</body></html>";
}
