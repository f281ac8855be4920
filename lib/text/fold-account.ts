/** Folds full-width forms, case, accents, blanks and invisible characters: a vendor's database may ignore them. */
export function foldAccount(account: string): string {
  // Upper case first: it merges i and Turkish ı, and ss and ß, which lower case keeps apart.
  return account
    .normalize('NFKD')
    .toUpperCase()
    .normalize('NFKD')
    .replace(/[\s\p{M}\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]/gu, '');
}
