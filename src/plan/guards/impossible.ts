/** What no call can do. */
import type { Address } from "../../model/address.ts";
import type { Stop } from "../../model/plan.ts";
import type { Impossible } from "../diff.ts";

export function impossibleStop({ address, attribute, why }: Impossible): Stop {
  const guard = why === "needed" ? "incomplete" : "immutable";
  return { guard, scope: address, message: impossible(address, attribute, why), allow: null, setting: null };
}

function impossible(address: Address, attribute: string, why: Impossible["why"]): string {
  switch (why) {
    case "immutable":
      return `${attribute} of ${address} cannot change after creation, and replacing it would destroy what it holds. Write the live value, or make a new one beside it.`;
    case "one-way":
      return `${attribute} of ${address} cannot be taken back on the platform. Write the live value.`;
    case "needed":
      return `${address} is not there yet, and cannot be created without ${attribute}. Write it.`;
  }
}
