/**
 * Runs `work`, and returns its result and the longest time in milliseconds in which this thread served nothing else.
 * Processor time of this thread: other processes do not count.
 */
export async function longestSlice<T>(work: () => Promise<T>): Promise<{ result: T; longestMs: number }> {
  const spent = () => process.threadCpuUsage().user / 1_000;
  let [longestMs, last] = [0, spent()];
  const note = () => {
    const now = spent();
    longestMs = Math.max(longestMs, now - last);
    last = now;
  };
  const ticking = setInterval(note, 1);
  try {
    const result = await work();
    note();
    return { result, longestMs };
  } finally {
    clearInterval(ticking);
  }
}
