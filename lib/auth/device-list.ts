import { getDoordeer } from '@/lib/cloud';
import { getDb } from '@/lib/db/client';
import type { StoredChannels } from '@/lib/devices/data';
import { recordListFailure, storeChannels } from '@/lib/devices/mutations';
import { isVendorError } from '@/lib/doordeer/errors';
import type { Secret } from '@/lib/doordeer/secret';
import type { Role } from '@/lib/doordeer/words';
import { errorCodeOf } from '@/lib/errors';
import { refuseConsent } from './consent';
import { endSessions } from './session';

type Holder = {
  id?: string;
  sessionId?: string;
  workspaceId: string;
  account: string;
  role: Role;
  password: Secret;
};

// Pages that load side by side share one call. On globalThis: see lib/db/client.ts.
const slot = Symbol.for('doordesk.device-list');
const shared = globalThis as { [slot]?: Map<string, Promise<StoredChannels>> };
shared[slot] ??= new Map();
const underWay = shared[slot];

/**
 * Reads the device list (10002) with the session's own password and keeps it. When the cloud refuses that password, it
 * was changed elsewhere: the session ends. Returns the list as it now stands. Throws VendorError; the known list stays,
 * with the failure beside it.
 */
export function refreshDeviceList(
  holder: Holder,
  priority: 'person' | 'background',
): Promise<StoredChannels> {
  const sessionId = holder.sessionId ?? holder.id ?? '';
  const running = underWay.get(sessionId);
  if (running) return running;
  const started = refresh(holder, sessionId, priority).finally(() => underWay.delete(sessionId));
  underWay.set(sessionId, started);
  return started;
}

async function refresh(
  holder: Holder,
  sessionId: string,
  priority: 'person' | 'background',
): Promise<StoredChannels> {
  const ask = () =>
    getDoordeer().call(
      'listChannels',
      { account: holder.account, password: holder.password, role: holder.role },
      { priority },
    );
  try {
    // The document's code 2 is "failure", whatever the cause: only a cloud that says it twice is believed.
    const { channels, skipped } = await ask().catch((error) => {
      if (isRefusal(error)) return ask();
      throw error;
    });
    return await storeChannels(holder.workspaceId, channels, skipped);
  } catch (error) {
    if (!isVendorError(error)) throw error;
    if (isRefusal(error)) {
      await endSessions(getDb(), { ids: [sessionId], reason: 'password-changed' });
      await refuseConsent(getDb(), sessionId);
    }
    await recordListFailure(holder.workspaceId, errorCodeOf(error));
    throw error;
  }
}

/**
 * After a call was refused as "login failed": was the password changed elsewhere? Asked in the background; if so the
 * session ends before its stale password is sent again and again, and the vendor locks the account over it.
 */
export function doubtPassword(holder: Holder, error: unknown): void {
  if (!isVendorError(error) || error.reason !== 'wrong-credentials') return;
  refreshDeviceList(holder, 'background').catch(() => {});
}

/** Did the cloud say no to this account, password and role? "A parameter is missing" (3) is our fault, not theirs. */
export function isRefusal(error: unknown): boolean {
  return isVendorError(error) && error.kind === 'result' && error.reason !== 'missing-parameter';
}
