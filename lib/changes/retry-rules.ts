/**
 * Pauses in milliseconds between the looks for a change: a cloud of several machines may show it a moment after it has
 * said yes. The last look settles what can be settled. Tests shorten the pauses.
 */
export const lookPauses = { ms: [250, 750] };
