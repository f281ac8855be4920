import { sql } from 'kysely';
import { getDb } from './client';

/** Anyone may ask for readiness, and each proof waits for the disk. */
const holdMs = 1_000;

let proof: { at: number; done: Promise<void> } | undefined;

/**
 * Rejects when the database takes no changes: a standby, a read-only setting, a full disk. The message goes through the
 * write-ahead log to the disk and changes no table.
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
  await sql`select pg_logical_emit_message(true, 'doordesk', 'ready')`.execute(getDb());
}
