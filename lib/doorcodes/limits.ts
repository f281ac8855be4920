/** The vendor's document gives no length; its app's list shows about this much. */
export const longestName = 40;

/** How many places one form may ask codes for; more than `sentAtOnce` become a job. */
export const mostTargets = 500;
export const sentAtOnce = 8;
