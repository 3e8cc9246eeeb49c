/** Many may pass side by side, or one alone. */
export interface Gate {
  readonly shared: <T>(work: () => Promise<T>) => Promise<T>;
  /** Waits until nobody is inside, and keeps others out meanwhile. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
}

export function createGate(): Gate {
  let inside = 0;
  let closed = false;
  const queue: { readonly alone: boolean; readonly enter: () => void }[] = [];

  const admit = (): void => {
    for (let first = queue[0]; first !== undefined; first = queue[0]) {
      if (closed || (first.alone && inside > 0)) return;
      queue.shift();
      inside += 1;
      closed = first.alone;
      first.enter();
    }
  };
  const pass = async <T>(alone: boolean, work: () => Promise<T>): Promise<T> => {
    await new Promise<void>((enter) => {
      queue.push({ alone, enter });
      admit();
    });
    try {
      return await work();
    } finally {
      inside -= 1;
      if (alone) closed = false;
      admit();
    }
  };
  return { shared: (work) => pass(false, work), alone: (work) => pass(true, work) };
}
