/** The vendor's document gives no length. Its app shows about this many characters. */
export const longestName = 40;

/** Targets of one form. More than `sentAtOnce` become a job. */
export const mostTargets = 500;
export const sentAtOnce = 8;
