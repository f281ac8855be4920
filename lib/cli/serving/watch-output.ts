/**
 * Lets this process live on when its output takes no more: its reader has left, or its disk is full. Without a listener,
 * Node ends it. Returns a function that says with what standard output failed first.
 */
export function watchOutput(): () => unknown {
  let first: unknown;
  process.stdout.on('error', (error) => {
    first ??= error;
  });
  // There is no other place left to say that this one failed.
  process.stderr.on('error', () => {});
  return () => first;
}
