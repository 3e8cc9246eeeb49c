/** Counts the requests of each account. */
export interface Limiter {
  /** 0 where the request may pass, else the seconds after which the next one may. */
  take(account: string): number;
}

/** A token bucket an account: `rate` requests a second, as many at once. Undefined lets everything pass. */
export function createLimiter(
  rate: number | undefined,
  now: () => number = () => performance.now(),
): Limiter {
  if (rate === undefined) return { take: () => 0 };
  const capacity = Math.max(1, rate);
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(account) {
      const at = now();
      const bucket = buckets.get(account) ?? { tokens: capacity, at };
      buckets.set(account, bucket);
      bucket.tokens = Math.min(capacity, bucket.tokens + ((at - bucket.at) / 1000) * rate);
      bucket.at = at;
      if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / rate));
      bucket.tokens -= 1;
      return 0;
    },
  };
}
