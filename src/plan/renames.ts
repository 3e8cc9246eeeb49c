import { type Address, encodePart, homeOf } from "../model/address.ts";
import type { DesiredState } from "../model/configuration.ts";

/**
 * Where something stands that stood at an address when the last apply looked: `previously` renames, at every depth.
 *
 * | the label then | is now |
 * | --- | --- |
 * | that of a resource | at the same place |
 * | a former one of a resource below the same parent, whatever that was called | at the place of that resource |
 * | anything else | at the same place, below what its parent is called now |
 */
export function renames({ resources }: DesiredState): (address: Address) => Address {
  const former = new Map<Address, Address>();
  for (const { address, previously } of resources.values()) {
    const home = homeOf(address);
    for (const label of previously ?? []) {
      const part = encodePart(label);
      former.set(home === null ? part : `${home}/${part}`, address);
    }
  }
  if (former.size === 0) return (address) => address;
  return (address) => {
    const [root = "", ...parts] = address.split("/");
    let at = former.get(root) ?? root;
    for (let index = 0; index < parts.length; index += 2) {
      at = `${at}/${parts[index] ?? ""}/${parts[index + 1] ?? ""}`;
      at = former.get(at) ?? at;
    }
    return at;
  };
}
