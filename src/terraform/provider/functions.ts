/** Provider functions: pure, offline. */
import { addressOf, decodePart, encodePart, homeOf, keyOf, parentOf, rootOf } from "../../model/address.ts";
import type { FunctionResult, TfValue } from "../contract.ts";
import { plainAddress } from "../import-id.ts";

export function callFunction(name: string, parameters: readonly TfValue[]): FunctionResult {
  const texts = parameters.map((each) => (typeof each === "string" ? each : ""));
  switch (name) {
    case "address":
      return buildAddress(texts);
    case "parse_address":
      return parseAddress(texts[0] ?? "");
    default:
      return { error: `There is no function ${name}.` };
  }
}

function buildAddress([organization = "", ...parts]: readonly string[]): FunctionResult {
  if (organization === "") return { error: "The organization has no key.", argument: 0 };
  if (parts.length % 2 !== 0) {
    return { error: "After the organization come pairs: a collection and a key.", argument: parts.length };
  }
  let address = encodePart(organization);
  for (let index = 0; index < parts.length; index += 2) {
    const [collection = "", key = ""] = parts.slice(index, index + 2);
    if (!/^[A-Za-z]+$/.test(collection)) {
      return {
        error: `${JSON.stringify(collection)} is no collection: write its name as files do, such as members.`,
        argument: index + 1,
      };
    }
    if (key === "") return { error: "A key is empty.", argument: index + 2 };
    address = addressOf(address, collection, key);
  }
  return { result: address };
}

function parseAddress(written: string): FunctionResult {
  const parts = written.split("/");
  if (parts.length % 2 === 0 || parts.includes("")) {
    return {
      error: `${JSON.stringify(written)} is no address: it looks like acme/members/alice@acme.io.`,
      argument: 0,
    };
  }
  const address = plainAddress(written);
  const home = homeOf(address);
  return {
    result: {
      organization: decodePart(rootOf(address)),
      parent: parentOf(written) ?? "",
      collection: home === null ? "" : keyOf(home),
      key: keyOf(address),
    },
  };
}
