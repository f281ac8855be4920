import type { Selectable, Updateable } from 'kysely';
import { getDb } from '@/lib/db/client';
import type { DoorcodeRequestTable } from '@/lib/db/tables/jobs';
import { notifyJob } from '@/lib/jobs/queue';

export type RequestChange = Pick<
  Updateable<DoorcodeRequestTable>,
  'state' | 'code' | 'picture_url' | 'doorcode_id' | 'read_at' | 'next_try_at'
>;

/** A settled request stays settled, because a later writer may have seen less. Also settles the job's step of this request. */
export async function keepRequest(
  request: Selectable<DoorcodeRequestTable>,
  change: RequestChange,
): Promise<Selectable<DoorcodeRequestTable>> {
  return getDb()
    .transaction()
    .execute(async (trx) => {
      const kept = await trx
        .updateTable('doorcode_request')
        .set((eb) => ({ ...change, tries: eb('tries', '+', 1) }))
        .where('id', '=', request.id)
        .where('state', 'not in', ['confirmed', 'failed'])
        .returningAll()
        .executeTakeFirst();
      if (!kept) {
        return trx
          .selectFrom('doorcode_request')
          .selectAll()
          .where('id', '=', request.id)
          .executeTakeFirstOrThrow();
      }
      if (kept.state !== 'confirmed' && kept.state !== 'failed') return kept;
      const steps = await trx
        .updateTable('job_step')
        .set({
          state: kept.state === 'confirmed' ? 'verified' : 'failed',
          code: kept.code,
          read_at: kept.read_at,
        })
        .where((eb) => eb(eb.ref('target', '->>').key('requestId'), '=', kept.id))
        .where('state', 'in', ['unverified', 'unknown'])
        .returning('job_id')
        .execute();
      for (const { job_id } of steps) await notifyJob(job_id, trx);
      return kept;
    });
}
