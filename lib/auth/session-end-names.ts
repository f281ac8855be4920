import type { SessionEnd } from '@/lib/db/tables/auth';

const ends: readonly string[] = [
  'signed-out',
  'ended-elsewhere',
  'idle',
  'expired',
  'password-changed',
  'throttled',
] satisfies SessionEnd[];

/** Is this a reason that /login has words for? It comes from an address bar. */
export function isSessionEnd(value: unknown): value is SessionEnd {
  return typeof value === 'string' && ends.includes(value);
}
