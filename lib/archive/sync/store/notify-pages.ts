import { sql } from 'kysely';
import type { Db } from '@/lib/db/client';
import { watch } from '@/lib/db/listen';

/** Channel of PostgreSQL's NOTIFY; the payload is the workspace's id. */
export const eventChannel = 'doordesk_event';

/** Tells every process that events were added. In the transaction that adds them: what is rolled back is not announced. */
export async function notifyEvents(trx: Db, workspaceId: string): Promise<void> {
  await sql`select pg_notify(${eventChannel}, ${workspaceId})`.execute(trx);
}

/** Calls `onChange` whenever events of the workspace were added, whichever process did it. */
export function watchEvents(workspaceId: string, onChange: () => void): () => void {
  return watch({ channel: eventChannel, payload: workspaceId }, onChange);
}
