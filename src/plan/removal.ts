import type { Change, Reason } from "../model/change.ts";
import type { Position, Source } from "../model/finding.ts";
import { direction, type Kind } from "../model/kind.ts";
import type { Resource } from "../model/resource.ts";

/** The change that takes a live resource away. `written`: the line that asks for it. */
export function removal(
  kind: Kind,
  live: Resource,
  reason: Reason,
  written?: { readonly source?: Source },
): Change {
  return {
    address: live.address,
    kind: live.kind,
    key: live.key,
    action: "delete",
    reason,
    direction: direction(kind, live.attributes, null),
    id: live.id ?? null,
    before: live.attributes,
    after: null,
    attributes: [],
    ...positionOf(written),
  };
}

export function positionOf(written: { readonly source?: Source } | undefined): {
  readonly position?: Position;
} {
  const position = written?.source?.position();
  return position === undefined ? {} : { position };
}
