import { readNetwork } from '@/lib/auth/client-network';
import { networkRules, reserveTry } from '@/lib/auth/throttle';
import { getDb } from '@/lib/db/client';
import type { ErrorCode } from '@/lib/errors';
import { beginAuthentication, passkeySite } from './passkey-server';

type Offer =
  | { ok: true; data: Awaited<ReturnType<typeof beginAuthentication>> }
  | { ok: false; code: ErrorCode };

/** For visitors. Each one leaves a row for five minutes, so a network gets a limited number. */
export async function offerPasskey(): Promise<Offer> {
  if (!passkeySite()) return { ok: false, code: 'not-allowed' };
  const network = await readNetwork();
  for (const rule of networkRules({
    purpose: 'passkey-challenge',
    network,
    limit: 300,
    windowMs: 15 * 60_000,
  })) {
    const reserved = await reserveTry(rule, { settled: true });
    if (!reserved.ok) return { ok: false, code: 'throttled' };
  }
  return { ok: true, data: await beginAuthentication(getDb(), { memberId: null }) };
}
