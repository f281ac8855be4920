/**
 * A text as searches compare it: case, width and composition make no difference, in any script. Folded here and not by
 * the database, whose `lower()` under the C locale knows ASCII alone.
 */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase().normalize('NFKC');
}

/** `text` for LIKE, taken literally. */
export function likePattern(text: string): string {
  return `%${foldText(text).replace(/[\\%_]/g, '\\$&')}%`;
}
