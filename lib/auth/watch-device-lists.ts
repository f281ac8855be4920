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
  account: string;
  role: Role;
  id: string;
  /** Of a session; null: a connection. */
  tokenHash: Buffer | null;
  sealed: Buffer;
};

/** One per workspace: the session used last, otherwise the connection. Skips passwords in doubt. */
async function findDue(): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select distinct on (list.workspace_id) list.workspace_id as "workspaceId", workspace.account, workspace.role,
      holder.id, holder."tokenHash", holder.sealed
    from device_list as list
    join workspace on workspace.id = list.workspace_id
    join (
      select workspace_id, id, credential, sealed_password as sealed, token_hash as "tokenHash",
        last_used_at as since
      from session where sealed_password is not null and expires_at > now() and last_used_at > now() - make_interval(secs => ${idleMs / 1_000})
      union all
      select workspace_id, id, credential, sealed_password, null, '-infinity'
      from connection where state = 'connected'
    ) as holder on holder.workspace_id = list.workspace_id
    left join credential_doubt as doubt on doubt.credential = holder.credential and doubt.state <> 'accepted'
    where doubt.credential is null
      and (list.read_at is null or list.read_at < now() - make_interval(secs => ${renewAfterMs / 1_000})
        or list.empty_since is not null)
      and (list.tried_at is null or list.tried_at < now() - make_interval(secs => ${retryAfterMs / 1_000}))
    order by list.workspace_id, holder.since desc
    limit ${atOnce}`.execute(getDb());
  return rows;
}
