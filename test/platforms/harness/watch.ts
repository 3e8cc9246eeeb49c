/** Asks after every write whether what is stored has what it must never be without, and remembers the first answer. */
export interface Watch {
  readonly look: (dump: unknown) => void;
  /** Throws where it was ever without. */
  readonly check: () => void;
}

/** @param intact throws where something is missing */
export function watch(intact: (dump: unknown) => void): Watch {
  let broken: unknown = null;
  return {
    look: (dump) => {
      try {
        intact(dump);
      } catch (error) {
        broken ??= error;
      }
    },
    check: () => {
      if (broken !== null) throw broken;
    },
  };
}
