import { foldAccents } from '../../text/fold-text';
import { beginsWithinOneTypo } from '../../text/match-one-typo';

/** 0: no match. The text's beginning scores highest, then a word's beginning, a part, one typo. Each typed word must match. */
export function matchScore(typed: string, ...texts: string[]): number {
  const words = foldAccents(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return 0;
  const folded = texts.map(foldAccents);
  let score = 0;
  for (const word of words) {
    const best = Math.max(...folded.map((text, index) => scoreOf(text, word) - Math.min(index, 4) * 0.1));
    if (best <= 0) return 0;
    score += best;
  }
  return score;
}

function scoreOf(text: string, word: string): number {
  if (text === word) return 4;
  const at = text.indexOf(word);
  if (at === 0) return 3;
  if (at > 0) return /[\s\-/·,.'"(]/.test(text[at - 1] ?? '') ? 2 : 1;
  return beginsWithinOneTypo(text, word) ? 0.5 : 0;
}
