export type TextPart = { kind: 'text'; text: string } | { kind: 'hidden'; code: string };

// Controls, invisible and bidirectional marks, tags. Zero-width (non-)joiners stay between two letters or symbols,
// because Arabic, Persian, Indic words and emoji need them.
const hidden =
  /(?<![\p{L}\p{M}\p{So}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{M}\p{So}])|[\p{Cc}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

export function hiddenCharacters(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const found of text.matchAll(hidden)) {
    if (found.index > end) parts.push({ kind: 'text', text: text.slice(end, found.index) });
    const point = found[0].codePointAt(0) ?? 0;
    parts.push({ kind: 'hidden', code: `U+${point.toString(16).toUpperCase().padStart(4, '0')}` });
    end = found.index + found[0].length;
  }
  if (end < text.length || parts.length === 0) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}
