import type { Selectable, Updateable } from 'kysely';
import { type Db, getDb } from '@/lib/db/client';
import type { DoorcodeRequestTable } from '@/lib/db/tables/jobs';
import { openPicture, sealPicture } from '@/lib/db/vault/doorcode-secret';
import type { ErrorCode } from '@/lib/errors';
import { notifyJob } from '@/lib/jobs/queue';

export type RequestChange = Pick<
  Updateable<DoorcodeRequestTable>,
  'state' | 'code' | 'doorcode_id' | 'read_at' | 'next_try_at'
> & { picture_url?: string };

/** Of a request that was ordered without a connection: it is sent once there is one. */
export const noConnection: ErrorCode = 'no-connection';

export type DoorcodeRequest = Selectable<DoorcodeRequestTable> & { picture_url: string | null };

export function openRequest(row: Selectable<DoorcodeRequestTable>): DoorcodeRequest {
  return { ...row, picture_url: openPicture(row, row.sealed_picture) };
}

/** A settled request stays settled, because a later writer may have seen less. Also settles the job's step of this request. */
export async function keepRequest(
  request: DoorcodeRequest,
  { picture_url, ...change }: RequestChange,
): Promise<DoorcodeRequest> {
  const sealed = picture_url === undefined ? {} : { sealed_picture: sealPicture(request, picture_url) };
  return getDb()
    .transaction()
    .execute(async (trx) => {
      const kept = await trx
        .updateTable('doorcode_request')
        .set((eb) => ({ ...change, ...sealed, tries: eb('tries', '+', 1) }))
        .where('workspace_id', '=', request.workspace_id)
        .where('id', '=', request.id)
        .where('state', 'not in', ['confirmed', 'failed'])
        .returningAll()
        .executeTakeFirst();
      if (!kept) {
        const settled = await trx
          .selectFrom('doorcode_request')
          .selectAll()
          .where('workspace_id', '=', request.workspace_id)
          .where('id', '=', request.id)
          .executeTakeFirstOrThrow();
        return openRequest(settled);
      }
      if (kept.state !== 'confirmed' && kept.state !== 'failed') return openRequest(kept);
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
      return openRequest(kept);
    });
}

/** Requests of a vendor sign-in that were not sent yet. Those of jobs stop with their job; what was sent is looked for. */
export async function failVendorRequests(trx: Db, workspaceId: string): Promise<void> {
  await trx
    .updateTable('doorcode_request')
    .set({ state: 'failed', code: 'vendor-closed', next_try_at: null })
    .where('workspace_id', '=', workspaceId)
    .where('member_id', 'is', null)
    .where('state', '=', 'asked')
    .where('next_try_at', 'is not', null)
    .execute();
}
