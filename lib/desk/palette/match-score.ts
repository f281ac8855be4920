import { foldAccents } from '../../text/fold-text';
import { beginsWithinOneTypo } from '../../text/match-one-typo';

/**
 * How well `text` fits what was typed: 0 not at all; the beginning of the text is worth more than that of a word, that
 * more than a part, and that more than a word with one typo. Each typed word has to be found, in any order, so that
 * "harbor 12" finds room 1204 of Harbor View.
 */
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
