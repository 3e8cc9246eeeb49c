import { field, isRecord, text } from "../../shape.ts";
import { bodyOf, type OpenRoute, type SignedRoute, segment } from "../call.ts";
import { ApiError } from "../errors.ts";
import { endSession } from "../sessions.ts";
import { byKey, byOneTimePassword, byPassword } from "../signin.ts";
import { shown } from "../users.ts";

/** Signing in (datica.md §3a). */
export const signinRoutes: readonly OpenRoute[] = [
  {
    method: "POST",
    path: "/auth/signin",
    act: (call) => {
      const body = bodyOf(call);
      return byPassword(call, text(field(body, "identifier")), text(field(body, "password")));
    },
  },
  {
    method: "POST",
    path: "/auth/signin/mfa/:mfaID",
    act: (call, params) =>
      byOneTimePassword(call, segment(params, "mfaID"), text(field(bodyOf(call), "otp"))),
  },
  {
    method: "POST",
    path: "/auth/signin/key",
    act: (call) => {
      const body = bodyOf(call);
      return byKey(call, text(field(body, "publicKey")), text(field(body, "signature")));
    },
  },
  {
    // The Python client's, which names the account and its id differently (§4).
    method: "POST",
    path: "/v2/auth/signin",
    act: (call) => {
      const body = bodyOf(call);
      const answer = byPassword(call, text(field(body, "username")), text(field(body, "password")));
      if (answer instanceof ApiError || !isRecord(answer) || !("id" in answer)) return answer;
      return { ...answer, usersId: answer["id"] };
    },
  },
];

/** What a session is good for, as far as it itself is concerned. */
export const sessionRoutes: readonly SignedRoute[] = [
  { method: "GET", path: "/auth/verify", act: ({ user }) => shown(user) },
  { method: "GET", path: "/v2/auth/verify", act: ({ user }) => ({ ...shown(user), usersId: user.id }) },
  { method: "DELETE", path: "/auth/signout", act: ({ store, token }) => endSession(store, token) },
];
