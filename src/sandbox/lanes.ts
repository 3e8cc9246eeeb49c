/** Which lanes are busy. Two writes in one lane at once is what a platform's lock error is about. */
export interface Lanes {
  /** Takes the lane and returns how to give it back; null where another request holds it. */
  take(lane: string): (() => void) | null;
}

export function createLanes(): Lanes {
  const held = new Set<string>();
  return {
    take(lane) {
      if (held.has(lane)) return null;
      held.add(lane);
      return () => {
        held.delete(lane);
      };
    },
  };
}
