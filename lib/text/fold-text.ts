/**
 * A text as searches and comparisons see it: case, width, composition and invisible marks make no difference, in any
 * script. Folded here and not by the database, whose `lower()` under the C locale knows ASCII only.
 * A change of what this returns needs a new `textKeyVersion` in stored-keys.ts.
 */
export function foldText(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  return foldCase(text.normalize('NFKC').replace(invisible, '')).normalize('NFKC');
}

const ascii = /^\p{ASCII}*$/u;
const invisible = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * JavaScript has no case folding, and lower case alone keeps apart what one capital letter stands for: ß and SS, Turkish
 * ı and I, the σ at a Greek word's end. So to the capital and back.
 */
function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ').replaceAll('i\u0307', 'i');
}

/** The same without accents: "muller" for Müller, "lukasz" for Łukasz. */
export function foldAccents(text: string): string {
  return foldText(text)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[łøđħŧæœþð]/g, (letter) => plainLetters[letter] ?? letter);
}

// Letters whose stroke or ligature Unicode does not take apart.
const plainLetters: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ħ: 'h',
  ŧ: 't',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ð: 'd',
};

/** `text` for LIKE on a folded column, taken literally. */
export function likePattern(text: string): string {
  return `%${foldText(text).replace(/[\\%_]/g, '\\$&')}%`;
}

/** Whether one of some texts holds what was typed, for lists that are filtered in memory. */
export function textMatcher(typed: string): (texts: readonly string[]) => boolean {
  const wanted = foldText(typed);
  return (texts) => wanted === '' || texts.some((text) => foldText(text).includes(wanted));
}
