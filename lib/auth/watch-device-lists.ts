import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import { renewAfterMs, retryAfterMs } from '@/lib/devices/list-age';
import { isVendorError } from '@/lib/doordeer/errors';
import type { Role } from '@/lib/doordeer/words';
import { log } from '@/lib/log';
import { startSweep } from '@/lib/sweep';
import { tryOpen } from '@/lib/vault';
import { refreshDeviceList } from './device-list';
import { connectionSeal, sessionSeal } from './sealed-password';
import { idleMs } from './session';

const lookEveryMs = 1_000;
const atOnce = 20;

/** Keeps the lists of living sessions and connections fresh. A list that another process has read is not due. */
export function startListWatch(): void {
  startSweep('device-lists', {
    everyMs: lookEveryMs,
    fault: 'due device lists could not be found',
    run: renewDueLists,
  });
}

/** Starts to read all due lists. Returns these readings; none of them rejects. */
export async function renewDueLists(): Promise<Promise<void>[]> {
  return (await findDue()).flatMap(({ sealed, tokenHash, ...holder }) => {
    const password = tryOpen(
      tokenHash ? sessionSeal({ ...holder, tokenHash }) : connectionSeal(holder),
      sealed,
    );
    return password ? [renew({ ...holder, password })] : [];
  });
}

async function renew(holder: Parameters<typeof refreshDeviceList>[0]): Promise<void> {
  try {
    await refreshDeviceList(holder, 'person');
  } catch (error) {
    if (!isVendorError(error)) log.warn({ err: error }, 'a device list could not be read');
  }
}

type Due = {
  workspaceId: string;
  connectionId: string;
  account: string;
  role: Role;
  id: string;
  /** Of a session; null: a connection. */
  tokenHash: Buffer | null;
  sealed: Buffer;
};

/** For each list: the session of its account used last, otherwise the connection. Skips passwords in doubt. */
async function findDue(): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select distinct on (holder.connection_id) holder.workspace_id as "workspaceId",
      holder.connection_id as "connectionId", holder.account, holder.role, holder.id, holder."tokenHash", holder.sealed
    from (
      select session.workspace_id, own.id as connection_id, own.account, own.role, session.id, session.credential,
        session.sealed_password as sealed, token_hash as "tokenHash", last_used_at as since
      from session
      join workspace on workspace.id = session.workspace_id
      join connection as own on own.workspace_id = workspace.id
        and (own.account, own.role) = (workspace.account, workspace.role)
      where session.sealed_password is not null and expires_at > now() and last_used_at > now() - make_interval(secs => ${idleMs / 1_000})
      union all
      select workspace_id, id, account, role, id, credential, sealed_password, null, '-infinity'
      from connection where state = 'connected'
    ) as holder
    left join device_list as list
      on list.workspace_id = holder.workspace_id and list.connection_id = holder.connection_id
    left join credential_doubt as doubt
      on (doubt.credential, doubt.role) = (holder.credential, holder.role) and doubt.state <> 'accepted'
    where doubt.credential is null
      and (list.read_at is null or list.read_at < now() - make_interval(secs => ${renewAfterMs / 1_000})
        or list.empty_since is not null)
      and (list.tried_at is null or list.tried_at < now() - make_interval(secs => ${retryAfterMs / 1_000}))
    order by holder.connection_id, holder.since desc
    limit ${atOnce}`.execute(getDb());
  return rows;
}
