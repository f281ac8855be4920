/** Does something with each of many, a few at a time: the pool of connections is for pages, too. */
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
  // Only when all have stopped: who waits gives up a lock next, under which none of them may still be at work.
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}
