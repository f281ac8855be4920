/** Pauses in milliseconds: a cloud of several machines may show a change a moment late. Tests shorten them. */
export const readBackDelays = { ms: [250, 750] };
