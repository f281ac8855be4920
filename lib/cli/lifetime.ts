/**
 * Resolves when this process is asked to end: by a signal, because the process that started it is gone, or because the
 * npm around it is (a `kill -9` of npm tells its children nothing). A second signal ends at once.
 */
export function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        // A Ctrl+C can reach us twice at the same moment, from the terminal and through npm.
        if (asked && Date.now() - since > 1_000) process.exit(130);
        since = asked ? since : Date.now();
        asked = true;
        resolve();
      });
    }
    let since = Date.now();
    if (process.channel) process.once('disconnect', () => resolve());
    if (process.env.npm_lifecycle_event) {
      const parent = process.ppid;
      setInterval(() => {
        if (process.ppid !== parent) resolve();
      }, 1_000).unref();
    }
  });
}
