/** In its own file, so that the page does not load the schemas. */
export const MAX_PICTURE_BYTES = 5 * 1024 * 1024;
