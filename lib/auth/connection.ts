import { sql } from 'kysely';
import { deskActor } from '@/lib/audit/entry';
import { recordAudit } from '@/lib/audit/record';
import { type Db, getDb, getLookupDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { ConnectionState } from '@/lib/db/tables/connections';
import { type ConnectionRef, listHash } from '@/lib/devices/data';
import type { Secret } from '@/lib/doordeer/secret';
import type { Role } from '@/lib/doordeer/words';
import { log } from '@/lib/log';
import { processSlot } from '@/lib/process-slot';
import { seal } from '@/lib/vault';
import { credentialOf } from './credential';
import { connectionSeal } from './sealed-password';

/** An account of a workspace, by whom and with which password it is connected. */
type Own = { workspaceId: string; account: string; role: Role; actor: string; password: Secret };

/** Returns the connection's id. A new one is not connected. */
export async function ensureConnection(
  db: Db,
  { workspaceId, account, role }: Omit<Own, 'actor' | 'password'>,
): Promise<string> {
  const find = () => connectionOf(workspaceId, { account, role }, db).select('id').executeTakeFirst();
  const known = await find();
  if (known) return known.id;
  await db
    .insertInto('connection')
    .values({ workspace_id: workspaceId, account, role, sealed_password: null, credential: null })
    .onConflict((on) => on.columns(['workspace_id', 'account', 'role']).doNothing())
    .execute();
  const made = await find();
  if (!made) throw new Error('the connection disappeared while it was created');
  return made.id;
}

/** Seals a proven password for a connection of the workspace, which may use the cloud from now on. Returns its id. */
export async function connectOwn(db: Db, own: Own): Promise<string> {
  const id = await ensureConnection(db, own);
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
  return id;
}

function sealedFor({ id, workspaceId, account, password }: Own & { id: string }) {
  return {
    sealed_password: seal(connectionSeal({ id, workspaceId, account }), password),
    credential: credentialOf(account, password),
  };
}

function connectionOf(workspaceId: string, { account, role }: { account: string; role: Role }, db = getDb()) {
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
  const row = await connectionOf(own.workspaceId, own, db)
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
  db: Db = getDb(),
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
  const moved = await db
    .updateTable('connection')
    .set({ ...set, state: to })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('state', 'in', from)
    .executeTakeFirst();
  return moved.numUpdatedRows > 0n;
}

/** With what a scope needs: the workspace, and how its own account's list was read. Undefined unless it is connected. */
export function findConnected(id: string) {
  return getDb()
    .selectFrom('connection')
    .innerJoin('workspace', 'workspace.id', 'connection.workspace_id')
    .innerJoin('connection as own', (join) =>
      join
        .onRef('own.workspace_id', '=', 'workspace.id')
        .onRef('own.account', '=', 'workspace.account')
        .onRef('own.role', '=', 'workspace.role'),
    )
    .leftJoin('device_list', (join) =>
      join
        .onRef('device_list.workspace_id', '=', 'connection.workspace_id')
        .onRef('device_list.connection_id', '=', 'own.id'),
    )
    .leftJoin('credential_doubt', (join) =>
      join
        .onRef('credential_doubt.credential', '=', 'connection.credential')
        .onRef('credential_doubt.role', '=', 'connection.role')
        .on('credential_doubt.state', '<>', 'accepted'),
    )
    .select([
      'connection.id',
      'connection.workspace_id as workspaceId',
      'connection.connected_by as connectedBy',
      'connection.account',
      'connection.sealed_password',
      'connection.credential',
      'own.id as ownId',
      'workspace.account as ownAccount',
      'workspace.role as ownRole',
      'device_list.read_at as listReadAt',
      'device_list.tried_at as listTriedAt',
      listHash.as('listHash'),
      'device_list.error_code as listErrorCode',
      'credential_doubt.since as doubtedAt',
    ])
    .where('connection.id', '=', id)
    .where('connection.state', '=', 'connected')
    .executeTakeFirst();
}

/** The connection for work without a session: one that is not in doubt, of the own account if it is connected. */
export async function findWorkConnection(workspaceId: string): Promise<{ id: string } | undefined> {
  const { rows } = await sql<{ id: string }>`
    select connection.id from connection
    join workspace on workspace.id = connection.workspace_id
    left join credential_doubt as doubt
      on (doubt.credential, doubt.role) = (connection.credential, connection.role) and doubt.state <> 'accepted'
    where connection.workspace_id = ${workspaceId} and connection.state = 'connected'
    order by doubt.credential is not null,
      (workspace.account, workspace.role) is distinct from (connection.account, connection.role),
      connection.created_at, connection.id
    limit 1`.execute(getDb());
  return rows[0];
}

/** The workspace's connections besides that of its own account, with what a call through them needs. */
export function findOtherConnections(workspaceId: string, ownId: string) {
  return getDb()
    .selectFrom('connection')
    .leftJoin('device_list', (join) =>
      join
        .onRef('device_list.workspace_id', '=', 'connection.workspace_id')
        .onRef('device_list.connection_id', '=', 'connection.id'),
    )
    .leftJoin('credential_doubt', (join) =>
      join
        .onRef('credential_doubt.credential', '=', 'connection.credential')
        .onRef('credential_doubt.role', '=', 'connection.role')
        .on('credential_doubt.state', '<>', 'accepted'),
    )
    .select([
      'connection.id',
      'connection.workspace_id as workspaceId',
      'connection.account',
      'connection.role',
      'connection.state',
      'sealed_password',
      'device_list.read_at as listReadAt',
      'credential_doubt.since as doubtedAt',
      'credential_doubt.next_check_at as nextCheckAt',
    ])
    .where('connection.workspace_id', '=', workspaceId)
    .where('connection.id', '<>', ownId)
    .execute();
}

/** The cloud refuses this password for good, for this role: nothing is sent with it, in no workspace. */
export async function parkConnections(
  db: Db,
  which: { credential: Buffer; role: Role } | { id: string },
): Promise<void> {
  let query = db
    .updateTable('connection')
    .set({ state: 'parked', parked_at: databaseDate(), mail_due: true })
    .where('state', 'in', ['connected', 'paused']);
  if ('id' in which) query = query.where('id', '=', which.id);
  else query = query.where('credential', '=', which.credential).where('role', '=', which.role);
  const parked = await query.returning(['id', 'workspace_id', 'account', 'role']).execute();
  for (const { id: connectionId, workspace_id: workspaceId, account, role } of parked) {
    await recordAudit(db, {
      workspaceId,
      actor: deskActor,
      account,
      role,
      connectionId,
      action: 'connections.parked',
      subject: account,
      outcome: 'done',
      detail: { code: 'wrong-password' },
    }).catch(() => {});
  }
}

const notedEveryMs = 30_000;
const mostNoted = 10_000;
const slot = processSlot<Map<string, number>>('connections.noted');
slot.value ??= new Map();
const noted = slot.value;

/** The cloud has answered a call with this password through this connection. Kept at most twice a minute. */
export async function noteGoodCall(
  { workspaceId, connectionId }: ConnectionRef,
  credential: Buffer,
): Promise<void> {
  const key = [workspaceId, connectionId, credential.toString('base64')].join(' ');
  const now = performance.now();
  if (now - (noted.get(key) ?? Number.NEGATIVE_INFINITY) < notedEveryMs) return;
  if (noted.size >= mostNoted) noted.clear();
  noted.set(key, now);
  await getLookupDb()
    .updateTable('connection')
    .set({ last_good_at: databaseDate() })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', connectionId)
    .where('credential', '=', credential)
    .where('state', '=', 'connected')
    .execute()
    .catch((error: unknown) =>
      log.warn({ err: error }, 'the last good call of a connection could not be stored'),
    );
}
