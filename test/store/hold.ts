// Takes a lock of a store and tells; holds it until its input ends or it is killed.
import { openFolderStore } from "../../src/store/folder/folder.ts";

const [root = "", name = "", mode = "hold"] = process.argv.slice(2);
const store = openFolderStore(root);
const result = await store.withLock(name, `test ${process.pid}`, async (broke) => {
  process.stdout.write(`${JSON.stringify({ held: true, broke })}\n`);
  if (mode === "hold") for await (const _chunk of process.stdin);
});
if (!result.ok) process.stdout.write(`${JSON.stringify(result)}\n`);
