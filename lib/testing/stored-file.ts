import type { Scope } from '../auth/scope';
import { getDb } from '../db/client';

export async function storeFile({ workspaceId, account, role }: Scope): Promise<void> {
  const { id } = await getDb()
    .insertInto('export_file')
    .values({
      workspace_id: workspaceId,
      schedule_id: null,
      due_at: null,
      state: 'done',
      code: null,
      format: 'csv',
      name: 'all.csv',
      folded: '',
      query: '',
      filter: '{}',
      locale: 'en',
      actor: account,
      account,
      role,
      intent_seq: null,
      rows: 1,
      bytes: 1,
      sha256: null,
      manifest: null,
      kept: true,
      finished_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await getDb()
    .insertInto('export_chunk')
    .values({ export_id: id, position: 0, bytes: Buffer.from('x') })
    .execute();
}

export async function filesOf({ workspaceId }: Scope): Promise<{ kept: boolean; code: string | null }[]> {
  return getDb()
    .selectFrom('export_file')
    .select(['kept', 'code'])
    .where('workspace_id', '=', workspaceId)
    .execute();
}
