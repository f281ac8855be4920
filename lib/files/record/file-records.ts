import type { Insertable, Selectable } from 'kysely';
import { recordAudit } from '@/lib/audit/record';
import { type Db, getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { AuditDetail } from '@/lib/db/tables/audit';
import type { ExportFileTable, FileDoors } from '@/lib/db/tables/exports';
import type { ErrorCode } from '@/lib/errors';
import { log } from '@/lib/log';
import { fileKeys } from '@/lib/text/stored-keys';
import { type ManifestFacts, signManifest } from './manifest';

/** First key of the advisory lock on a file in the making. The second key is the file's id. */
export const makingLockClass = 7_312;

export type FileRecord = Selectable<ExportFileTable>;
type Begun = 'state' | 'code' | 'rows' | 'bytes' | 'sha256' | 'manifest' | 'finished_at';

export function newFile(order: Omit<Insertable<ExportFileTable>, Begun>): Insertable<ExportFileTable> {
  const nothing = { code: null, rows: null, bytes: null, sha256: null, manifest: null, finished_at: null };
  return { ...order, ...fileKeys(order), ...nothing, state: 'running' };
}

export type FileSum = { rows: number; bytes: number; sha256: string };
type Written = Pick<ManifestFacts, 'id' | 'asOf'>;

/** The file is complete: keeps its sum and signed manifest, and writes the audit log. Throws when it cannot. */
export async function recordDone(
  file: FileRecord,
  sum: FileSum,
  { asOf, doors, kept }: { asOf: Date; doors: FileDoors; kept: boolean },
): Promise<void> {
  const finishedAt = databaseDate();
  const written: Written = { id: file.id, asOf: asOf.toISOString() };
  const manifest = signManifest({
    kind: 'doordesk-export',
    version: 1,
    ...written,
    file: file.name,
    format: file.format,
    count: sum.rows,
    bytes: sum.bytes,
    sha256: sum.sha256,
    filter: file.filter,
    address: file.query === '' ? '/events' : `/events?${file.query}`,
    language: file.locale,
    account: file.account,
    role: file.role,
    actor: file.actor,
    finishedAt: finishedAt.toISOString(),
    schedule: file.schedule_id
      ? { id: file.schedule_id, due: (file.due_at ?? finishedAt).toISOString() }
      : null,
    doors,
    generatedBy: 'Doordesk',
  });
  await getDb()
    .transaction()
    .execute(async (trx) => {
      await trx
        .updateTable('export_file')
        .set({
          state: 'done',
          ...sum,
          manifest,
          kept,
          doors: JSON.stringify(doors),
          finished_at: finishedAt,
        })
        .where('workspace_id', '=', file.workspace_id)
        .where('id', '=', file.id)
        .execute();
      await recordOutcome(trx, file, 'done', {
        count: sum.rows,
        sha256: sum.sha256,
        unreadDoors: doors.unread.length,
        withheldDoors: doors.withheld?.length ?? 0,
        withheldOpenings: (doors.withheld ?? []).reduce((sum, { count }) => sum + count, 0),
        oldest: doors.oldestReadAt,
      });
    });
}

type Broken = {
  state: 'cancelled' | 'failed';
  code: ErrorCode | null;
  rows: number;
  /** The audit log already has it. */
  isRecorded?: boolean;
};

/** The file is not complete. Never throws, because the failure itself is reported elsewhere. */
export async function recordBroken(
  file: FileRecord,
  { state, code, rows, isRecorded = false }: Broken,
): Promise<void> {
  try {
    await getDb()
      .transaction()
      .execute(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('export_file')
          .set({ state, code, rows, finished_at: databaseDate() })
          .where('workspace_id', '=', file.workspace_id)
          .where('id', '=', file.id)
          .where('state', '=', 'running')
          .executeTakeFirst();
        if (numUpdatedRows === 0n || isRecorded) return;
        await recordOutcome(trx, file, 'failed', {
          count: rows,
          outcome: state,
          ...(code ? { code } : {}),
        });
      });
  } catch (error) {
    log.warn({ err: error, exportId: file.id }, 'the end of an export could not be recorded');
  }
}

export async function recordOutcome(
  trx: Db,
  file: FileRecord,
  outcome: 'done' | 'failed',
  detail: AuditDetail,
): Promise<void> {
  await recordAudit(trx, {
    workspaceId: file.workspace_id,
    actor: file.actor,
    memberId: file.member_id,
    buildings: file.buildings,
    account: file.account,
    role: file.role,
    action: file.schedule_id ? 'exports.run' : 'events.export',
    subject: file.format,
    outcome,
    detail: { ...file.filter, ...detail, id: file.id },
    ...(file.intent_seq === null ? {} : { intentSeq: file.intent_seq }),
  });
}
