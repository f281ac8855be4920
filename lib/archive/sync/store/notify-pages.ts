import { sql } from 'kysely';
import type { Db } from '@/lib/db/client';
import { watch } from '@/lib/db/listen';

export const eventChannel = 'doordesk_event';

/** In the transaction that adds events, so nothing is announced that rolls back. */
export async function notifyEvents(trx: Db, workspaceId: string): Promise<void> {
  await sql`select pg_notify(${eventChannel}, ${workspaceId})`.execute(trx);
}

export function watchEvents(workspaceId: string, onChange: () => void): () => void {
  return watch({ channel: eventChannel, payload: workspaceId }, onChange);
}
