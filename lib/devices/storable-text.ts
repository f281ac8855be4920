/**
 * A vendor string as PostgreSQL can hold it: it takes neither NUL nor half of a surrogate pair, and one such name would
 * otherwise lose the whole list that it came in.
 */
export function storableText(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd').replaceAll('\u0000', '\ufffd');
}
