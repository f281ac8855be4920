import { sql } from 'kysely';
import { getDb } from './client';

/** Anyone may ask for readiness, and each proof waits for the disk. */
const holdMs = 5_000;

let proof: { at: number; done: Promise<void> } | undefined;

/**
 * Rejects when the database takes no changes: a standby, a read-only setting, a full disk. A message in the write-ahead
 * log does not prove it: its files are allocated ahead. So a temporary table grows by a page, which a full disk refuses.
 */
export function proveWritable(): Promise<void> {
  if (proof && performance.now() - proof.at < holdMs) return proof.done;
  proof = { at: performance.now(), done: write() };
  return proof.done;
}

async function write(): Promise<void> {
  const { rows } = await sql<{ readOnly: string }>`
    select current_setting('transaction_read_only') as "readOnly"`.execute(getDb());
  if (rows[0]?.readOnly === 'on') throw new Error('the database is read-only');
  await getDb()
    .transaction()
    .execute(async (trx) => {
      await sql`create temporary table write_probe (filler text) on commit drop`.execute(trx);
      await sql`insert into write_probe values ('full?')`.execute(trx);
    });
}
