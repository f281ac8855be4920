/**
 * For search: ignores case, width, composition and invisible marks. PostgreSQL's `lower()` knows only ASCII under
 * the C locale. A change needs a new `textKeyVersion`.
 */
export function foldText(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  return foldCase(text.normalize('NFKC').replace(invisible, '')).normalize('NFKC');
}

const ascii = /^\p{ASCII}*$/u;
const invisible = /\p{Default_Ignorable_Code_Point}/gu;

/** JavaScript has no case folding. Lower case keeps ß and SS, ı and I, and final σ apart, so to upper case and back. */
function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ').replaceAll('i\u0307', 'i');
}

/** Also without accents: "muller" for Müller, "lukasz" for Łukasz. */
export function foldAccents(text: string): string {
  return foldText(text)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[łøđħŧæœþð]/g, (letter) => plainLetters[letter] ?? letter);
}

// Letters that Unicode does not decompose.
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

export function likePattern(text: string): string {
  return `%${foldText(text).replace(/[\\%_]/g, '\\$&')}%`;
}

export function textMatcher(typed: string): (texts: readonly string[]) => boolean {
  const wanted = foldText(typed);
  return (texts) => wanted === '' || texts.some((text) => foldText(text).includes(wanted));
}
