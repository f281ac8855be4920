export const strengths = ['weak', 'fair', 'good', 'strong'] as const;
export type Strength = (typeof strengths)[number];

const guessedFirst =
  /^(?:password|passwort|qwerty\w*|asdf\w*|letmein|welcome|admin|doordeer|doordesk|iloveyou|abc)[\d!.]*$/i;

/** A hint while a person types: length counts most. The cloud decides what it accepts. */
export function strengthOf(password: string): Strength {
  const characters = [...password];
  const distinct = new Set(characters).size;
  if (characters.length < 8 || distinct < 5 || guessedFirst.test(password) || isRow(password)) return 'weak';
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /\p{Lo}/u, /[^\p{L}\p{N}]/u].filter((kind) =>
    kind.test(password),
  );
  // One Chinese character is one of thousands, one letter one of dozens.
  const length = characters.length + characters.filter((character) => /\p{Lo}/u.test(character)).length;
  const score = Math.min(length, distinct * 2) + kinds.length * 2;
  if (score >= 22) return 'strong';
  return score >= 16 ? 'good' : 'fair';
}

function isRow(password: string): boolean {
  const steps = new Set(
    [...password].slice(1).map((character, index) => character.charCodeAt(0) - password.charCodeAt(index)),
  );
  return steps.size === 1 && (steps.has(1) || steps.has(-1));
}
