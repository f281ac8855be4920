import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import { getEnv } from '@/lib/env';
import { log } from '@/lib/log';

/** For a load balancer: settings and database are usable. What is wrong goes to the log; strangers learn yes or no. */
export async function GET(): Promise<Response> {
  const ok = await isReady();
  return Response.json({ ok }, { status: ok ? 200 : 503, headers: { 'Cache-Control': 'no-store' } });
}

export const dynamic = 'force-dynamic';

async function isReady(): Promise<boolean> {
  try {
    getEnv();
    await sql`select 1 from kysely_migration limit 1`.execute(getDb());
    return true;
  } catch (error) {
    log.warn({ error }, 'not ready');
    return false;
  }
}
