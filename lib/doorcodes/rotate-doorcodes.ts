import { sql, type Transaction } from 'kysely';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import type { Database } from '@/lib/db/schema';
import {
  doorcodeDigest,
  openDoorcode,
  openPicture,
  renewDigest,
  sealDoorcode,
  sealPicture,
} from '@/lib/db/vault/doorcode-secret';
import { mapPaced } from '@/lib/doordeer/run-paced';

type Trx = Transaction<Database>;
type Counts = { sealed: number; unopened: number };

const portion = 1_000;

/** Seals digits and pictures with the newest key, and computes their digests again. */
export async function rotateDoorcodes(trx: Trx, keyNumber: number): Promise<Counts> {
  const counts = { sealed: 0, unopened: 0 };
  for (let after: string | null = null; ; ) {
    const rows: CodeRow[] = await trx
      .selectFrom('doorcode')
      .select(['id', 'workspace_id as workspaceId', 'gid', 'channel', 'digest', 'sealed'])
      .$if(after !== null, (query) => query.where('id', '>', after ?? ''))
      .orderBy('id')
      .limit(portion)
      .modifyEnd(everyWorkspace)
      .execute();
    const last = rows.at(-1);
    if (!last) break;
    after = last.id;
    const made = await mapPaced(rows, (row) => sealAgain(row, keyNumber, counts));
    await sql`
      update doorcode ${everyWorkspace} set digest = made.digest, sealed = made.sealed
      from unnest(${made.map(({ id }) => id)}::uuid[], ${made.map(({ digest }) => digest)}::bytea[],
        ${made.map(({ sealed }) => sealed)}::bytea[]) as made(id, digest, sealed)
      where doorcode.id = made.id`.execute(trx);
  }
  await rotateRequests(trx, keyNumber, counts);
  return counts;
}

type CodeRow = {
  id: string;
  workspaceId: string;
  gid: string;
  channel: number;
  digest: Buffer;
  sealed: Buffer | null;
};

/** Without digits, only the digest can be hidden from those who know the old key. */
function sealAgain(row: CodeRow, keyNumber: number, counts: Counts) {
  const secret = openDoorcode(row, row.sealed);
  if (!secret) {
    if (row.sealed) counts.unopened += 1;
    return { id: row.id, digest: renewDigest(row.digest, keyNumber), sealed: null };
  }
  counts.sealed += 1;
  const digest = doorcodeDigest(row.workspaceId, secret.digits);
  return { id: row.id, digest, sealed: sealDoorcode({ ...row, digest }, secret) };
}

async function rotateRequests(trx: Trx, keyNumber: number, counts: Counts): Promise<void> {
  const rows = await trx
    .selectFrom('doorcode_request')
    .select(['id', 'workspace_id', 'sealed_picture', 'known_before'])
    .where(sql<boolean>`sealed_picture is not null or known_before <> 'null'`)
    .modifyEnd(everyWorkspace)
    .execute();
  for (const row of rows) {
    const picture = openPicture(row, row.sealed_picture);
    if (row.sealed_picture) counts[picture === null ? 'unopened' : 'sealed'] += 1;
    const renewed =
      row.known_before?.map((digest) => renewDigest(Buffer.from(digest, 'hex'), keyNumber).toString('hex')) ??
      null;
    await trx
      .updateTable('doorcode_request')
      .set({
        known_before: JSON.stringify(renewed),
        sealed_picture: picture === null ? null : sealPicture(row, picture),
      })
      .where('workspace_id', '=', row.workspace_id)
      .where('id', '=', row.id)
      .execute();
  }
}
