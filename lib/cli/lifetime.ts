import { whenNpmIsGone } from './parents.mjs';

/** Resolves on a signal, or when the parent process or npm is gone. A second signal ends the process at once. */
export function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    let askedAt = 0;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        // One Ctrl+C can arrive twice, from the terminal and through npm.
        if (askedAt && Date.now() - askedAt > 1_000) process.exit(130);
        askedAt ||= Date.now();
        resolve();
      });
    }
    if (process.channel) process.once('disconnect', () => resolve());
    else whenNpmIsGone(resolve);
  });
}
