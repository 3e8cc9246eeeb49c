// Adds one to a counter in the token store, some times over, in the way of a token that may be used once.
import { openFolderStore } from "../../src/store/folder/folder.ts";

const [root = "", times = "0"] = process.argv.slice(2);
const tokens = openFolderStore(root).tokens("main");
for (let count = 0; count < Number(times); count += 1) {
  await tokens.exclusively(async () => {
    const before = Number((await tokens.get("counter")) ?? "0");
    await tokens.set("counter", String(before + 1));
  });
}
