import type { IssuedRow } from '@/lib/doorcodes/requests';

/**
 * The state of one code of a form. `unlisted`: it was made, but this account no longer sees the doorcodes of its
 * room. Only `confirmed` codes have digits.
 */
export type Fate = 'confirmed' | 'waiting' | 'revoked' | 'unlisted' | 'failed';

export type Issued = Pick<IssuedRow, 'state' | 'goneAt'> & { doorcode: object | null };

function fateOf({ doorcode, state, goneAt }: Issued): Fate {
  if (doorcode) return 'confirmed';
  if (state === 'confirmed') return goneAt ? 'revoked' : 'unlisted';
  return state === 'failed' ? 'failed' : 'waiting';
}

export function countFates(rows: readonly Issued[]): Record<Fate, number> {
  const counts = { confirmed: 0, waiting: 0, revoked: 0, unlisted: 0, failed: 0 };
  for (const row of rows) counts[fateOf(row)]++;
  return counts;
}
