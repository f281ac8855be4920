const han = /^\p{Script=Han}+$/u;

/** "A, B or C" (disjunction), or "A, B and C". Chinese joins without blanks, which Latin names next to it need. */
export function listNames(
  names: readonly string[],
  { locale, type }: { locale: string; type: 'conjunction' | 'disjunction' },
): string {
  return new Intl.ListFormat(locale, { type })
    .formatToParts(names)
    .map(({ type: part, value }) => (part === 'literal' && han.test(value) ? ` ${value} ` : value))
    .join('');
}
