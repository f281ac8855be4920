import { hash, verify } from '@node-rs/argon2';
import type { Secret } from '@/lib/doordeer/secret';
import { isGuessedSoon } from '../rate-guesses';

/** NIST SP 800-63B-4, 3.1.1.2. */
const leastCharacters = 15;
const mostCharacters = 256;

/** argon2id, the library's default, with more than the least that OWASP names (19 MiB, 2 passes). In KiB. */
const cost = { memoryCost: 32_768, timeCost: 3, parallelism: 1 };

/** One spelling for a text that keyboards write in several ways, as NIST SP 800-63B-4 says. */
function spelled(password: Secret): string {
  return password.reveal().normalize('NFKC');
}

/** A word of `errors.fields`, or null. `own`: what others know of the person. No rules of composition, by NIST SP 800-63B-4. */
export async function findPasswordFault(password: Secret, own: readonly string[]): Promise<string | null> {
  const text = spelled(password);
  const length = [...text].length;
  if (length < leastCharacters) return 'memberPasswordTooShort';
  if (length > mostCharacters) return 'tooLong';
  return (await isGuessedSoon(text, own)) ? 'passwordGuessed' : null;
}

/** Hashing runs on a thread of its own, not on the event loop. */
export function hashPassword(password: Secret): Promise<string> {
  return hash(spelled(password), cost);
}

let standIn: Promise<string> | undefined;

/** Takes as long for `null`, so that a stranger does not learn which names exist. */
export async function isPasswordOf(password: Secret, stored: string | null): Promise<boolean> {
  standIn ??= hash('no one has this password', cost);
  const isSame = await verify(stored ?? (await standIn), spelled(password));
  return isSame && stored !== null;
}
