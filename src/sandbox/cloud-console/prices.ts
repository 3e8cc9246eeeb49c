/** An hour of each size of machine by currency, in the shape of the published example (cloud-console.md §3.1 P6). */
export const prices = { chf: priced(1), eur: priced(0.95) };

function priced(rate: number) {
  const flavor = (size: number) => ({
    id: `0000-00${10 * size}-vc-${size}`,
    name: `VC-${size}`,
    price: { base: round(0.012 * size * rate), windows: round(0.018 * size * rate) },
  });
  return { storage: round(0.0003 * rate), flavors: [1, 2, 4, 8].map(flavor) };
}

function round(price: number): number {
  return Math.round(price * 1_000_000) / 1_000_000;
}
