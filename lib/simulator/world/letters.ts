import type { World } from './world';

/** `needs-password` changes nothing yet. */
export type Opened = 'activated' | 'password-changed' | 'needs-password' | 'unknown';

export function openLetter(world: World, token: string, password: string | null): Opened {
  const letter = world.outbox.find((one) => one.token === token);
  const account = letter && world.findAccount(letter.to);
  if (!letter || !account) return 'unknown';
  if (letter.kind === 'activate') {
    account.activated = true;
    return 'activated';
  }
  if (!password) return 'needs-password';
  account.password = password;
  return 'password-changed';
}
