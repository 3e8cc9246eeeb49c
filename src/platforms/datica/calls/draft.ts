import type { Address } from "../../../model/address.ts";
import type { CallDraft } from "../../../model/call.ts";
import type { StateView } from "../../../model/state.ts";
import { idAt, organizationAt } from "../facts.ts";
import { paas, podHeader } from "../requests.ts";
import type { Operation } from "../writes.ts";

type Draft = CallDraft & { readonly operation: Operation };

/** The id of the organization in which an address lies, for paths. */
export function orgId(state: StateView, address: Address): string {
  return idAt(state, organizationAt(state, address)?.address ?? address);
}

/** A call about people or groups. */
export function draft(of: Draft): CallDraft {
  return of;
}

/** Organizations and environments come and go with provisioning (datica.md §1): what is in them waits for that too. */
export function provisioning(address: Address, what: "made" | "moved" | "taken down") {
  return { calls: [], waiting: [{ address, for: `it to be ${what} by the provider` }] } as const;
}

/** A call about an environment: at the other host, with the pod in which the environment is (datica.md §3a). */
export function environmentDraft(
  state: StateView,
  environment: Address,
  of: Omit<Draft, "host" | "headers" | "scope" | "path"> & { readonly below?: readonly string[] },
): CallDraft {
  const { below = [], ...rest } = of;
  const pod = state.get(environment)?.attributes.pod;
  return {
    ...rest,
    host: paas,
    path: ["environments", idAt(state, environment), ...below],
    headers: podHeader(typeof pod === "string" ? pod : ""),
    scope: environment,
  };
}
