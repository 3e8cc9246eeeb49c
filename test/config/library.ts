/** What `import "orgcharter"` gives to the definitions of these tests. */
import { definer } from "../../src/config/define.ts";
import type { kinds } from "./platform.ts";

export const defineOrganization = definer<{ readonly orbit: typeof kinds }>();
export { definePeople } from "../../src/config/define.ts";
