/** Asks at each interval, until an answer says that there is nothing more to ask, or `signal` ends. */
export function askUntilOver(
  ask: (signal: AbortSignal) => Promise<'over' | undefined>,
  { everyMs, signal }: { everyMs: number; signal: AbortSignal },
): void {
  const timer = setInterval(async () => {
    if ((await ask(signal)) === 'over') clearInterval(timer);
  }, everyMs);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
