import type { TokenStore } from "../model/protocol.ts";

/** A token store whose own trouble (a full disk, a lock that nobody gives back) can be told from mistakes in the code that uses it. */
export interface Kept extends TokenStore {
  /** What the store said, where this is an error of the store; else null. */
  readonly trouble: (error: unknown) => string | null;
}

/** @param hide told every token that comes or goes */
export function kept(store: TokenStore, hide: (secret: string) => void): Kept {
  const troubles = new WeakSet<Error>();
  const own = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      if (error instanceof Error) troubles.add(error);
      throw error;
    }
  };
  return {
    get: async (name) => {
      const token = await own(() => store.get(name));
      if (token !== undefined) hide(token);
      return token;
    },
    set: (name, value) => {
      hide(value);
      return own(() => store.set(name, value));
    },
    exclusively: async <T>(work: () => Promise<T>): Promise<T> => {
      // What fails inside is not the store's, unless it says so itself.
      const inside: { result?: Promise<T> } = {};
      await own(() =>
        store.exclusively(async () => {
          inside.result = work();
          await inside.result.catch(() => undefined);
        }),
      );
      if (inside.result === undefined)
        throw new Error("the token store did not do what was to be done alone");
      return inside.result;
    },
    trouble: (error) => (error instanceof Error && troubles.has(error) ? error.message : null),
  };
}
