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
  id?: string;
  sessionId?: string;
  workspaceId: string;
  account: string;
  role: Role;
  password: Secret;
};

// Pages that load at the same time share one call.
const slot = processSlot<Map<string, Promise<StoredChannels>>>('device-list');
slot.value ??= new Map();
const underWay = slot.value;

/** Does a request wait for the device list to be read again, or go by the one that is kept? */
export function waitsForList({
  id,
  listReadAt: readAt,
  listTriedAt: triedAt,
  doubtedAt,
}: Pick<Session, 'id' | 'listReadAt' | 'listTriedAt' | 'doubtedAt'>): boolean {
  if (!readAt) return true;
  if (doubtedAt || databaseNow() - readAt.getTime() <= staleAfterMs) return false;
  return underWay.has(id) || mayRetry(triedAt);
}

/** Each request would otherwise wait for a cloud that gave no answer a moment ago. */
function mayRetry(triedAt: Date | null): boolean {
  return triedAt === null || databaseNow() - triedAt.getTime() > retryAfterMs;
}

/** Longest that a request waits for a list when another one is kept. Tests of a hanging cloud shorten it. */
export const listWait = { ms: 3_000 };

/** The list as it is read now; null when that takes longer than a request waits. The reading goes on. */
export async function refreshWithin(holder: Holder): Promise<StoredChannels | null> {
  const reading = refreshDeviceList(holder, 'person');
  reading.catch(() => {});
  return Promise.race([reading, delay(listWait.ms, null, { ref: false })]);
}

/** A list that is fresh: the kept one, or one that is read now; null when there is none in time. */
export async function readFreshList(holder: Holder): Promise<StoredChannels | null> {
  const kept = await readStoredChannels(holder.workspaceId);
  if (isFreshList(kept.readAt)) return kept;
  if (!underWay.has(keyOf(holder)) && !mayRetry(kept.triedAt)) return null;
  const list = await refreshWithin(holder).catch((error: unknown) => {
    if (isVendorError(error)) return null;
    throw error;
  });
  return list && isFreshList(list.readAt) ? list : null;
}

/**
 * Reads the device list (10002) with the holder's own password and keeps it. A refusal puts that password in doubt, and
 * the first check of it follows here: a cloud that says no once is asked again. Returns the list as it now stands.
 * Throws VendorError; the known list stays, with the failure beside it.
 */
export function refreshDeviceList(holder: Holder, priority: Priority): Promise<StoredChannels> {
  const key = keyOf(holder);
  const running = underWay.get(key);
  if (running) return running;
  const started = refresh(holder, { priority }).finally(() => underWay.delete(key));
  underWay.set(key, started);
  return started;
}

function keyOf({ sessionId, id }: Holder): string {
  return sessionId ?? id ?? '';
}

async function refresh(holder: Holder, options: CallOptions): Promise<StoredChannels> {
  const order = await drawReadingOrder();
  try {
    return await renew(holder, options, order);
  } catch (error) {
    if (!isVendorError(error)) throw error;
    const refused = refusesPassword(error);
    const list = refused ? await checkCredential(credentialOf(holder.account, holder.password)) : null;
    if (list) return list;
    await recordListFailure(holder.workspaceId, refused ? 'cloud-in-doubt' : errorCodeOf(error), order);
    throw error;
  }
}

async function renew(holder: Holder, options: CallOptions, order: ReadingOrder): Promise<StoredChannels> {
  const { account, password, role, workspaceId } = holder;
  const answer = await getDoordeer().call('listChannels', { account, password, role }, options);
  return storeChannels(workspaceId, { ...answer, ...order });
}
