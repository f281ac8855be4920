import { type RawBuilder, type Selectable, type SqlBool, sql, type Updateable } from 'kysely';
import { buildingsWhere } from '@/lib/auth/limit-buildings';
import { type Db, getDb } from '@/lib/db/client';
import type { DoorcodeRequestTable } from '@/lib/db/tables/jobs';
import type { Grants } from '@/lib/db/tables/members';
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
export function failVendorRequests(trx: Db, workspaceId: string): Promise<void> {
  return failUnsent(trx, workspaceId, { code: 'vendor-closed', which: sql`member_id is null` });
}

/** Those of a member, in all buildings, or only where the member may not make doorcodes any more. */
export function failMemberRequests(
  trx: Db,
  workspaceId: string,
  { memberId, grants }: { memberId: string; grants: Grants | null },
): Promise<void> {
  const allowed = grants ? buildingsWhere({ grants }, (may) => may('doorcodes')) : [];
  if (allowed === null) return Promise.resolve();
  const beyond = sql`not exists (select from room_channel as room
    where (room.workspace_id, room.gid, room.channel)
      = (doorcode_request.workspace_id, doorcode_request.gid, doorcode_request.channel)
      and room.building_name = any(${allowed}::text[]))`;
  const which = sql<SqlBool>`member_id = ${memberId}::uuid and ${beyond}`;
  return failUnsent(trx, workspaceId, { code: 'member-stopped', which });
}

async function failUnsent(
  trx: Db,
  workspaceId: string,
  { code, which }: { code: ErrorCode; which: RawBuilder<SqlBool> },
): Promise<void> {
  await trx
    .updateTable('doorcode_request')
    .set({ state: 'failed', code, next_try_at: null })
    .where('workspace_id', '=', workspaceId)
    .where(which)
    .where('state', '=', 'asked')
    .where((request) =>
      request.or([request('next_try_at', 'is not', null), request('code', '=', noConnection)]),
    )
    .execute();
}
