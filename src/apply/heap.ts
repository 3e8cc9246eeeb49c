/** Numbers, the smallest first. */
export interface Heap {
  readonly push: (value: number) => void;
  readonly pop: () => number | undefined;
}

export function createHeap(): Heap {
  const items: number[] = [];
  const at = (index: number): number => items[index] ?? Number.POSITIVE_INFINITY;
  const swap = (a: number, b: number): void => {
    const value = at(a);
    items[a] = at(b);
    items[b] = value;
  };
  return {
    push: (value) => {
      items.push(value);
      for (let index = items.length - 1; index > 0; ) {
        const parent = (index - 1) >> 1;
        if (at(parent) <= at(index)) break;
        swap(parent, index);
        index = parent;
      }
    },
    pop: () => {
      const first = items[0];
      const last = items.pop();
      if (items.length === 0 || last === undefined) return first;
      items[0] = last;
      for (let index = 0; ; ) {
        const left = index * 2 + 1;
        const child = at(left + 1) < at(left) ? left + 1 : left;
        if (at(index) <= at(child)) break;
        swap(index, child);
        index = child;
      }
      return first;
    },
  };
}
