import { recordAudit } from '@/lib/audit/record';
import { type Db, getDb, getLookupDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { ConnectionState } from '@/lib/db/tables/connections';
import type { Secret } from '@/lib/doordeer/secret';
import type { Role } from '@/lib/doordeer/words';
import { log } from '@/lib/log';
import { processSlot } from '@/lib/process-slot';
import { seal } from '@/lib/vault';
import { credentialOf } from './credential';
import { connectionSeal } from './sealed-password';

/** The account of a workspace, by whom and with which password it is connected. */
type Own = { workspaceId: string; account: string; role: Role; actor: string; password: Secret };

/** Before the workspace's first session, and again without effect. */
export async function ensureConnection(
  db: Db,
  { workspaceId, account, role }: Omit<Own, 'actor' | 'password'>,
): Promise<void> {
  await db
    .insertInto('connection')
    .values({ workspace_id: workspaceId, account, role, sealed_password: null, credential: null })
    .onConflict((on) => on.columns(['workspace_id', 'account', 'role']).doNothing())
    .execute();
}

/** Seals a proven password for the workspace's own connection, which may use the cloud from now on. */
export async function connectOwn(db: Db, own: Own): Promise<void> {
  await ensureConnection(db, own);
  const { id } = await ownConnection(own.workspaceId, own, db).select('id').executeTakeFirstOrThrow();
  await db
    .updateTable('connection')
    .set({
      ...sealedFor({ ...own, id }),
      state: 'connected',
      connected_by: own.actor,
      connected_at: databaseDate(),
      parked_at: null,
      paused_at: null,
      last_good_at: databaseDate(),
    })
    .where('workspace_id', '=', own.workspaceId)
    .where('id', '=', id)
    .execute();
}

function sealedFor({ id, workspaceId, account, password }: Own & { id: string }) {
  return {
    sealed_password: seal(connectionSeal({ id, workspaceId, account }), password),
    credential: credentialOf(account, password),
  };
}

function ownConnection(
  workspaceId: string,
  { account, role }: { account: string; role: Role },
  db = getDb(),
) {
  return db
    .selectFrom('connection')
    .where('workspace_id', '=', workspaceId)
    .where('account', '=', account)
    .where('role', '=', role);
}

/**
 * The cloud has just accepted this password of the workspace's own account. Its connection continues with it: also a
 * parked one. A paused one stays paused, and one that was never connected keeps nothing.
 */
export async function renewConnection(db: Db, own: Own): Promise<void> {
  const credential = credentialOf(own.account, own.password);
  const row = await ownConnection(own.workspaceId, own, db)
    .select(['id', 'state', 'sealed_password', 'credential'])
    .executeTakeFirst();
  if (!row || row.state === 'none') return;
  if (row.state !== 'parked' && row.credential?.equals(credential)) return;
  await db
    .updateTable('connection')
    .set({
      ...sealedFor({ ...own, id: row.id }),
      ...(row.state === 'parked' ? { state: 'connected' as const, parked_at: null } : {}),
    })
    .where('workspace_id', '=', own.workspaceId)
    .where('id', '=', row.id)
    .where('state', '=', row.state)
    .execute();
}

/**
 * Returns whether a connection was in `from`. Its password is deleted with `none`, and kept otherwise. The keyed digest
 * stays: by it a call that is just being prepared is refused (`admitCredential`).
 */
export async function moveConnection(
  workspaceId: string,
  id: string,
  { from, to }: { from: readonly ConnectionState[]; to: 'none' | 'paused' | 'connected' },
): Promise<boolean> {
  const set = {
    none: {
      sealed_password: null,
      connected_by: null,
      connected_at: null,
      parked_at: null,
      paused_at: null,
      last_good_at: null,
    },
    paused: { paused_at: databaseDate() },
    connected: { paused_at: null },
  }[to];
  const moved = await getDb()
    .updateTable('connection')
    .set({ ...set, state: to })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('state', 'in', from)
    .executeTakeFirst();
  return moved.numUpdatedRows > 0n;
}

/** With what a scope needs. Undefined unless it is connected. */
export function findConnected(id: string) {
  return getDb()
    .selectFrom('connection')
    .leftJoin('device_list', 'device_list.workspace_id', 'connection.workspace_id')
    .leftJoin('credential_doubt', (join) =>
      join
        .onRef('credential_doubt.credential', '=', 'connection.credential')
        .on('credential_doubt.state', '<>', 'accepted'),
    )
    .select([
      'connection.id',
      'connection.workspace_id as workspaceId',
      'connected_by as connectedBy',
      'account',
      'role',
      'sealed_password',
      'connection.credential',
      'device_list.read_at as listReadAt',
      'device_list.tried_at as listTriedAt',
      'device_list.content_hash as listHash',
      'device_list.error_code as listErrorCode',
      'credential_doubt.since as doubtedAt',
    ])
    .where('connection.id', '=', id)
    .where('connection.state', '=', 'connected')
    .executeTakeFirst();
}

/** The connected one of the workspace's own account. */
export function findOwnConnected(workspaceId: string): Promise<{ id: string } | undefined> {
  return getDb()
    .selectFrom('connection')
    .innerJoin('workspace', (join) =>
      join
        .onRef('workspace.id', '=', 'connection.workspace_id')
        .onRef('workspace.account', '=', 'connection.account')
        .onRef('workspace.role', '=', 'connection.role'),
    )
    .select('connection.id')
    .where('connection.workspace_id', '=', workspaceId)
    .where('connection.state', '=', 'connected')
    .executeTakeFirst();
}

/** The cloud refuses this password for good: nothing is sent with it. */
export async function parkConnections(
  db: Db,
  which: { workspaceId: string; credential: Buffer } | { id: string },
): Promise<void> {
  let query = db
    .updateTable('connection')
    .set({ state: 'parked', parked_at: databaseDate() })
    .where('state', 'in', ['connected', 'paused']);
  if ('id' in which) query = query.where('id', '=', which.id);
  else query = query.where('workspace_id', '=', which.workspaceId).where('credential', '=', which.credential);
  const parked = await query.returning(['workspace_id', 'connected_by', 'account', 'role']).execute();
  for (const { workspace_id: workspaceId, connected_by, account, role } of parked) {
    await recordAudit(db, {
      workspaceId,
      actor: connected_by ?? account,
      account,
      role,
      action: 'connections.parked',
      subject: account,
      outcome: 'refused',
      detail: { code: 'wrong-password' },
    }).catch(() => {});
  }
}

const notedEveryMs = 30_000;
const mostNoted = 10_000;
const slot = processSlot<Map<string, number>>('connections.noted');
slot.value ??= new Map();
const noted = slot.value;

/** The cloud has answered a call with this password. Kept for its connections, at most twice a minute. */
export async function noteGoodCall(credential: Buffer): Promise<void> {
  const key = credential.toString('base64');
  const now = performance.now();
  if (now - (noted.get(key) ?? Number.NEGATIVE_INFINITY) < notedEveryMs) return;
  if (noted.size >= mostNoted) noted.clear();
  noted.set(key, now);
  await getLookupDb()
    .updateTable('connection')
    .set({ last_good_at: databaseDate() })
    .where('credential', '=', credential)
    .where('state', '=', 'connected')
    .execute()
    .catch((error: unknown) =>
      log.warn({ err: error }, 'the last good call of a connection could not be stored'),
    );
}
