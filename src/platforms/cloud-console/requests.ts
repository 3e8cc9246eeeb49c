/** The gateway's paths (cloud-console.md §3): an app, then a path of its own. */
import { fillPath, type Segment } from "../../model/call.ts";
import type { Request } from "../../model/protocol.ts";
import type { Value } from "../../model/value.ts";

type Path = readonly Segment[];

/** `gotham-enterprises`: the directory of organizations, people and groups. */
export function enterprises(...path: Path): Path {
  return through("gotham-enterprises", path);
}

/** The identity app of a region, which makes, renames and deletes its projects. */
export function identity(region: string, ...path: Path): Path {
  return through(`gotham-${region}-identity`, path);
}

/** `gotham-bank`: billing. */
export function bank(...path: Path): Path {
  return through("gotham-bank", path);
}

function through(app: string, path: Path): Path {
  return ["v1.0", "invoke", app, "method", ...path];
}

/** A request that only reads. */
export function get(path: Path, query?: { readonly [name: string]: Value }): Request {
  const text = fillPath(path, () => {
    throw new Error("nothing that is read is still to be made");
  });
  return { method: "GET", path: text, ...(query === undefined ? {} : { query }) };
}

/** The segments of a path after the app, decoded: `["orgs", "…", "admins"]`. */
export function pathOf(request: Request): readonly string[] {
  return request.path.split("/").slice(5).map(decodeURIComponent);
}

/** The region whose identity app a request goes to. */
export function regionOf(request: Request): string | undefined {
  const app = decodeURIComponent(request.path.split("/")[3] ?? "");
  return /^gotham-(.+)-identity$/.exec(app)?.[1];
}
