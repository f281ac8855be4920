import { createHash } from 'node:crypto';

/** PostgreSQL stores neither NUL nor half of a surrogate pair. One such name would otherwise lose the whole list. */
export function storableText(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd').replaceAll('\u0000', '\ufffd');
}

/** Longer than any real name, and short enough for an index, an address and a heading. */
const longestName = 300;

/** Longer names are cut and get a digest of the whole, so that two names stay different. */
export function storableName(text: string): string {
  if (text.length <= longestName) return storableText(text);
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return storableText(`${text.slice(0, longestName - 20)}… ${digest}`);
}
