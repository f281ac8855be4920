import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import { clockDifference } from '@/lib/db/clock';
import { proveWritable } from '@/lib/db/prove-writable';
import { leastDifferenceMs } from '@/lib/db/watch-clock';
import { getEnv } from '@/lib/env';
import { log } from '@/lib/log';

/** The caller gives up soon, so a late answer counts as "no". */
const limitMs = 2_000;

/**
 * For a load balancer: settings are valid, and the database is prepared and takes changes. The log has the reason.
 * Strangers learn only yes or no.
 * `lib/cli/serving/front-server.ts` says no while the server stops or has no database.
 */
export async function GET(): Promise<Response> {
  const ok = await Promise.race([isReady(), delay(limitMs, false, { ref: false })]);
  const seconds = Math.round(clockDifference() / 1_000);
  const differs = Math.abs(seconds) * 1_000 > leastDifferenceMs;
  // Doordesk uses the database's clock, so it is still ready.
  const body = { ok, ...(differs ? { clockDifferenceSeconds: seconds } : {}) };
  return Response.json(body, { status: ok ? 200 : 503, headers: { 'Cache-Control': 'no-store' } });
}

export const dynamic = 'force-dynamic';

async function isReady(): Promise<boolean> {
  try {
    getEnv();
    await sql`select 1 from kysely_migration limit 1`.execute(getDb());
    await proveWritable();
    return true;
  } catch (error) {
    log.warn({ error }, 'not ready');
    return false;
  }
}
