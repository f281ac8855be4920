import { type Kysely, sql } from 'kysely';
import { doorcodeDigest, sealDoorcode, sealPicture } from '../vault/doorcode-secret';
import { openVault } from '../vault/vault-ring';

/**
 * Doorcodes keep their digits and picture addresses sealed, and a keyed digest of the digits to find them by. Those of
 * codes that ended 30 days ago are dropped. Requests keep digests of the codes that were there before.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table doorcode add column digest bytea, add column sealed bytea`.execute(db);
  await sql`alter table doorcode_request add column sealed_picture bytea`.execute(db);
  const { rows } = await sql<{ used: boolean }>`
    select exists (select from doorcode) or exists (select from doorcode_request) as used`.execute(db);
  if (rows[0]?.used) {
    await openVaultOfSettings(db);
    await sealCodes(db);
    await sealRequests(db);
  }
  await sql`drop index doorcode_current, doorcode_digits`.execute(db);
  await sql`alter table doorcode alter column digest set not null, drop column digits, drop column picture_url`.execute(
    db,
  );
  await sql`alter table doorcode_request drop column picture_url`.execute(db);
  await sql`
    create unique index doorcode_current on doorcode (workspace_id, gid, channel, digest, from_wall, to_wall)
      nulls not distinct where gone_at is null`.execute(db);
  await sql`create index doorcode_digest on doorcode (workspace_id, digest)`.execute(db);
  // Writes the tables again, so that no page of them still holds what the dropped columns held.
  await sql`cluster doorcode using doorcode_pkey`.execute(db);
  await sql`cluster doorcode_request using doorcode_request_pkey`.execute(db);
}

/** With a rotation ahead, the database still has the old key. */
async function openVaultOfSettings(db: Kysely<unknown>): Promise<void> {
  const { DOORDESK_VAULT_KEY = '', DOORDESK_VAULT_KEY_OLD } = process.env;
  const newest = () => openVault(db, Buffer.from(DOORDESK_VAULT_KEY, 'base64'));
  if (!DOORDESK_VAULT_KEY_OLD?.trim()) return newest();
  await openVault(db, Buffer.from(DOORDESK_VAULT_KEY_OLD, 'base64')).catch(newest);
}

const portion = 1_000;

async function sealCodes(db: Kysely<unknown>): Promise<void> {
  for (let after: string | null = null; ; ) {
    const { rows }: { rows: CodeRow[] } = await sql<CodeRow>`
      select id, workspace_id, gid, channel::int as channel, digits, picture_url,
        coalesce(gone_at <= now() - interval '30 days', false)
          or coalesce(to_at <= now() - interval '30 days'
            and (not usable or not (window_unreadable or from_at is not distinct from to_at)), false)
          or (to_at is null and not usable and first_seen_at <= now() - interval '30 days') as over
      from doorcode where ${after}::uuid is null or id > ${after}::uuid order by id limit ${portion}`.execute(
      db,
    );
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
    const made = rows.map(({ id, workspace_id: workspaceId, gid, channel, digits, picture_url, over }) => {
      const digest = doorcodeDigest(workspaceId, digits);
      const place = { workspaceId, gid, channel, digest };
      const sealed = over ? null : sealDoorcode(place, { digits, pictureUrl: picture_url });
      return { id, digest, sealed };
    });
    await sql`
      update doorcode set digest = made.digest, sealed = made.sealed
      from unnest(${made.map(({ id }) => id)}::uuid[], ${made.map(({ digest }) => digest)}::bytea[],
        ${made.map(({ sealed }) => sealed)}::bytea[]) as made(id, digest, sealed)
      where doorcode.id = made.id`.execute(db);
  }
}

type CodeRow = {
  id: string;
  workspace_id: string;
  gid: string;
  channel: number;
  digits: string;
  picture_url: string;
  over: boolean;
};

async function sealRequests(db: Kysely<unknown>): Promise<void> {
  await sql`
    update doorcode_request set picture_url = null, known_before = 'null'
    where to_at <= now() - interval '30 days'`.execute(db);
  const { rows } = await sql<{
    id: string;
    workspace_id: string;
    picture_url: string | null;
    known_before: string[] | null;
  }>`
    select id, workspace_id, picture_url, known_before from doorcode_request
    where picture_url is not null or known_before <> 'null'`.execute(db);
  for (const request of rows) {
    const { id, workspace_id, picture_url, known_before } = request;
    const digests =
      known_before?.map((identity) => doorcodeDigest(workspace_id, identity).toString('hex')) ?? null;
    await sql`
      update doorcode_request set known_before = ${JSON.stringify(digests)}::jsonb,
        sealed_picture = ${picture_url === null ? null : sealPicture(request, picture_url)}
      where id = ${id}`.execute(db);
  }
}
