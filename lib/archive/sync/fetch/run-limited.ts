export async function runLimited<T>(
  many: readonly T[],
  atOnce: number,
  work: (one: T) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const queue = [...many];
  const worker = async () => {
    for (let one = queue.shift(); one !== undefined && !signal?.aborted; one = queue.shift()) await work(one);
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(atOnce, many.length) }, worker));
  // Throw only after all have stopped: the caller then releases the lock that protects their work.
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}
