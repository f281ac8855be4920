/**
 * A text as searches compare it: case, width and composition make no difference, in any script. Folded here and not by
 * the database, whose `lower()` under the C locale knows ASCII alone.
 */
export function foldText(text: string): string {
  return foldCase(text.normalize('NFKC')).normalize('NFKC');
}

/**
 * JavaScript has no case folding, and lower case alone keeps apart what one capital letter stands for: ß and SS, Turkish
 * ı and I, the σ at a Greek word's end. So to the capital and back.
 */
function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ').replaceAll('i\u0307', 'i');
}

/** `text` for LIKE, taken literally. */
export function likePattern(text: string): string {
  return `%${foldText(text).replace(/[\\%_]/g, '\\$&')}%`;
}
