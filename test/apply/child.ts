// Applies six changes on a server, two at a time, with a journal in a folder; the test kills it in the middle.
import { applyPlan } from "../../src/apply/apply.ts";
import { openFolderStore } from "../../src/store/folder/folder.ts";
import { connect } from "../http/support.ts";
import { planOf } from "../store/support.ts";
import { call, change, itemProtocol, part, resource, stateOf } from "./support.ts";

const [root = "", url = ""] = process.argv.slice(2);
const keys = ["a", "b", "c", "d", "e", "f"];
const live = stateOf(...keys.map((key) => resource(key, { a: 0 })));
const connection = connect(url, { protocol: itemProtocol(), concurrency: 2 });
const section = part(connection, live, async () => live, {
  calls: keys.map((key) => call(key)),
  changes: keys.map((key) => change(key, { a: 0 }, { a: 1 }, [key])),
});
const plan = planOf(section.section);
const run = await openFolderStore(root).startRun(plan);
if (run.ok) await applyPlan({ plan, sections: [section], run: run.value });
