import { randomUUID } from 'node:crypto';
import type { Db } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';

export const challengeLifetimeMs = 5 * 60_000;

/** `subject`: whom it is for. It is compared when the challenge is used. */
export type Challenge = { purpose: string; subject: string | null; value: Buffer };

/** `id` may be made earlier, for a value that is sealed for its row. */
export async function storeChallenge(
  db: Db,
  { id = randomUUID(), ...challenge }: Challenge & { id?: string },
  now = databaseDate(),
): Promise<string> {
  const expires_at = new Date(now.getTime() + challengeLifetimeMs);
  await db
    .insertInto('sign_in_challenge')
    .values({ id, ...challenge, expires_at })
    .execute();
  return id;
}

/** Deletes it, so that it works once, whatever the answer to it is worth. Null: unknown, used, too old or for another purpose. */
export async function takeChallenge(
  db: Db,
  { id, purpose }: { id: string; purpose: string },
  now = databaseDate(),
): Promise<(Challenge & { begunAt: Date }) | null> {
  const row = await db
    .deleteFrom('sign_in_challenge')
    .where('id', '=', id)
    .where('purpose', '=', purpose)
    .returningAll()
    .executeTakeFirst();
  if (!row || now >= row.expires_at) return null;
  const begunAt = new Date(row.expires_at.getTime() - challengeLifetimeMs);
  return { purpose, subject: row.subject, value: row.value, begunAt };
}
