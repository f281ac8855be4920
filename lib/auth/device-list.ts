import { setTimeout as delay } from 'node:timers/promises';
import { databaseNow } from '@/lib/db/clock';
import { drawReadingOrder, type ReadingOrder } from '@/lib/db/draw-reading-order';
import { readStoredChannels, type StoredChannels } from '@/lib/devices/data';
import { isFreshList, retryAfterMs, staleAfterMs } from '@/lib/devices/list-age';
import { recordListFailure, storeChannels } from '@/lib/devices/mutations';
import type { CallOptions } from '@/lib/doordeer/client/client';
import type { Priority } from '@/lib/doordeer/client/fair-queue';
import { isVendorError, refusesPassword } from '@/lib/doordeer/errors';
import type { Secret } from '@/lib/doordeer/secret';
import type { Role } from '@/lib/doordeer/words';
import { errorCodeOf } from '@/lib/errors';
import { processSlot } from '@/lib/process-slot';
import { checkCredential } from './check-doubts';
import { getDoordeer } from './cloud-client';
import { credentialOf } from './credential';
import type { Session } from './session';

type Holder = {
  workspaceId: string;
  connectionId: string;
  account: string;
  role: Role;
  password: Secret;
};

const slot = processSlot<Map<string, Promise<StoredChannels>>>('device-list');
slot.value ??= new Map();
const underWay = slot.value;

/**
 * Pages that load at the same time share one call: of the same connection and password, from any session. A session is no key,
 * because a member's session moves from one workspace to another.
 */
function keyOf({ workspaceId, connectionId, account, password }: Holder): string {
  return [workspaceId, connectionId, credentialOf(account, password).toString('base64')].join(' ');
}

export function waitsForList(
  holder: Holder & Pick<Session, 'listReadAt' | 'listTriedAt' | 'doubtedAt'>,
): boolean {
  const { listReadAt: readAt, listTriedAt: triedAt, doubtedAt } = holder;
  if (!readAt) return true;
  if (doubtedAt || databaseNow() - readAt.getTime() <= staleAfterMs) return false;
  return underWay.has(keyOf(holder)) || mayRetry(triedAt);
}

function mayRetry(triedAt: Date | null): boolean {
  return triedAt === null || databaseNow() - triedAt.getTime() > retryAfterMs;
}

/** Longest wait of a request when another list is kept. Tests of a hanging cloud shorten it. */
export const listWait = { ms: 3_000 };

/** The new list, or null when it takes longer than a request waits. The reading continues. */
export async function refreshWithin(holder: Holder): Promise<StoredChannels | null> {
  const reading = refreshDeviceList(holder, 'person');
  reading.catch(() => {});
  return Promise.race([reading, delay(listWait.ms, null, { ref: false })]);
}

export async function readFreshList(holder: Holder): Promise<StoredChannels | null> {
  const kept = await readStoredChannels(holder);
  if (isFreshList(kept.readAt)) return kept;
  if (!underWay.has(keyOf(holder)) && !mayRetry(kept.triedAt)) return null;
  const list = await refreshWithin(holder).catch((error: unknown) => {
    if (isVendorError(error)) return null;
    throw error;
  });
  return list && isFreshList(list.readAt) ? list : null;
}

/**
 * Reads the device list (10002) with the holder's password and keeps it. A refusal puts the password in doubt, and its
 * first check follows here. Returns the list as it then is. Throws VendorError; the kept list stays, with the failure
 * recorded.
 */
export function refreshDeviceList(holder: Holder, priority: Priority): Promise<StoredChannels> {
  const key = keyOf(holder);
  const running = underWay.get(key);
  if (running) return running;
  const started = refresh(holder, { priority }).finally(() => underWay.delete(key));
  underWay.set(key, started);
  return started;
}

async function refresh(holder: Holder, options: CallOptions): Promise<StoredChannels> {
  const order = await drawReadingOrder();
  try {
    return await renew(holder, options, order);
  } catch (error) {
    // Of a reading that Doordesk stopped itself, nothing is recorded.
    if (!isVendorError(error) || error.reason === 'aborted') throw error;
    const refused = refusesPassword(error);
    const list = refused
      ? await checkCredential(credentialOf(holder.account, holder.password), holder.role)
      : null;
    if (list?.workspaceId === holder.workspaceId) return list;
    // The check was made for another workspace that this account is connected to.
    if (list) return renew(holder, options, await drawReadingOrder());
    await recordListFailure(holder, refused ? 'cloud-in-doubt' : errorCodeOf(error), order);
    throw error;
  }
}

async function renew(holder: Holder, options: CallOptions, order: ReadingOrder): Promise<StoredChannels> {
  const { account, password, role } = holder;
  const answer = await getDoordeer().call(
    'listChannels',
    { account, password, role },
    { ...options, via: holder },
  );
  return storeChannels(holder, { ...answer, ...order });
}
