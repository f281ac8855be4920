/** Random numbers that depend only on a text: the same seed gives the same world on every machine. */
export type Random = {
  next(): number;
  int(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  digits(count: number): string;
  /** Any first digit, also 0: a code is text, not a number. */
  code(count: number): string;
  hex(count: number): string;
  poisson(mean: number): number;
};

/** FNV-1a: short, and the same on every machine. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

const step = 0x6d2b79f5;

function mix(state: number): number {
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}

/** The first number of a seed, in [0, 1). Much faster than a generator when one number is enough. */
export function fractionOf(seed: string): number {
  return mix((hash(seed) + step) | 0);
}

export function createRandom(seed: string): Random {
  let state = hash(seed);
  const next = () => {
    state = (state + step) | 0;
    return mix(state);
  };
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick<T>(items: readonly T[]): T {
      const item = items[int(0, items.length - 1)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    digits: (count) => String(int(1, 9)) + Array.from({ length: count - 1 }, () => int(0, 9)).join(''),
    code: (count) => Array.from({ length: count }, () => int(0, 9)).join(''),
    hex: (count) => Array.from({ length: count }, () => int(0, 15).toString(16)).join(''),
    poisson(mean) {
      // Knuth's method, which is fast for small means.
      const limit = Math.exp(-Math.min(mean, 500));
      let count = 0;
      for (let product = next(); product > limit; product *= next()) count++;
      return count;
    },
  };
}
