import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';

/**
 * What was found out about the configured cloud by asking, where the vendor's document is silent. Kept in the database
 * so that a restart does not ask again, and per cloud so that the simulator teaches nothing about the real one.
 * `withinMs`: null also for what was found longer ago.
 */
export async function readFinding(
  name: string,
  { withinMs }: { withinMs?: number } = {},
): Promise<string | null> {
  const row = await getDb()
    .selectFrom('cloud_finding')
    .select('value')
    .where('cloud', '=', cloudDigest())
    .where('name', '=', name)
    .$if(withinMs !== undefined, (query) =>
      query.where(sql<boolean>`found_at > now() - make_interval(secs => ${(withinMs ?? 0) / 1_000})`),
    )
    .executeTakeFirst();
  return row?.value ?? null;
}

export async function keepFinding(name: string, value: string): Promise<void> {
  await getDb()
    .insertInto('cloud_finding')
    .values({ cloud: cloudDigest(), name, value })
    .onConflict((on) => on.columns(['cloud', 'name']).doUpdateSet({ value, found_at: databaseDate() }))
    .execute();
}

/** Names the configured cloud without telling its company id. */
export function cloudDigest(): string {
  const { DOORDEER_URL = '', DOORDEER_COMID = '' } = process.env;
  return createHash('sha256')
    .update(JSON.stringify([DOORDEER_URL, DOORDEER_COMID]))
    .digest('base64url')
    .slice(0, 22);
}
