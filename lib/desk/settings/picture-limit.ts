/** Largest file that is taken for a profile picture. Apart from the schemas, so that the page need not load those. */
export const MAX_PICTURE_BYTES = 5 * 1024 * 1024;
