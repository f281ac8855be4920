import { createHash } from 'node:crypto';

/**
 * A vendor string as PostgreSQL can hold it: it takes neither NUL nor half of a surrogate pair, and one such name would
 * otherwise lose the whole list that it came in.
 */
export function storableText(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd').replaceAll('\u0000', '\ufffd');
}

/** Longer than any honest name, and short enough for an index, an address and a heading. */
const longestName = 300;

/** The name of a building or a flat. What is longer is cut, with a digest of the whole, so that two stay two. */
export function storableName(text: string): string {
  if (text.length <= longestName) return storableText(text);
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return storableText(`${text.slice(0, longestName - 20)}… ${digest}`);
}
