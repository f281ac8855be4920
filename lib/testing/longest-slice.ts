/** `longestMs`: the longest time in which this thread served nothing else, as processor time of this thread. */
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
