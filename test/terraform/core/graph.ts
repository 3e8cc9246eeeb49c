/** Work in the order that it depends on each other, ten at once. */

export interface Node {
  /** Names of what has to be done before; what is not in the graph is done. */
  readonly needs: readonly string[];
  /** False: it came to an error, and what needs it is left. */
  readonly work: () => Promise<boolean>;
}

/** Names of those that were left because of an error before them. */
export async function walk(nodes: ReadonlyMap<string, Node>, atOnce = 10): Promise<readonly string[]> {
  const done = new Map<string, boolean>();
  const begun = new Set<string>();
  const left: string[] = [];
  const running = new Map<string, Promise<void>>();
  while (done.size < nodes.size) {
    let moved = false;
    for (const [name, { needs, work }] of nodes) {
      if (begun.has(name)) continue;
      const inside = needs.filter((each) => nodes.has(each));
      if (inside.some((each) => done.get(each) === false)) {
        begun.add(name);
        done.set(name, false);
        left.push(name);
        moved = true;
      } else if (running.size < atOnce && inside.every((each) => done.get(each) === true)) {
        begun.add(name);
        moved = true;
        running.set(
          name,
          work().then((well) => {
            done.set(name, well);
            running.delete(name);
          }),
        );
      }
    }
    if (running.size > 0) await Promise.race(running.values());
    else if (!moved)
      throw new Error(`Cycle: ${[...nodes.keys()].filter((each) => !begun.has(each)).join(", ")}`);
  }
  return left;
}
