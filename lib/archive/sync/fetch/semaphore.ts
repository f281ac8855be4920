export function createTurns(most: number): { take(): Promise<void>; give(): void } {
  let free = most;
  const queue: (() => void)[] = [];
  return {
    async take() {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => queue.push(resolve));
    },
    give() {
      const next = queue.shift();
      if (next) next();
      else free += 1;
    },
  };
}
