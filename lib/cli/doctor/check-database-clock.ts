import pg from 'pg';
import { type Finding, failed, ok, skipped } from './finding';

const leastDifferenceMs = 5_000;

/** Without DATABASE_URL both clocks are this machine's. */
export async function checkDatabaseClock(source: Record<string, string | undefined>): Promise<Finding> {
  const address = source.DATABASE_URL ?? '';
  if (address === '') return skipped('database clock', 'Doordesk’s own database has this machine’s clock');
  const client = new pg.Client({
    connectionString: address,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  });
  try {
    await client.connect();
    const before = Date.now();
    const { rows } = await client.query<{ at: Date }>('select clock_timestamp() as at');
    const ms = (before + Date.now()) / 2 - (rows[0]?.at.getTime() ?? before);
    const seconds = Math.round(Math.abs(ms) / 1_000);
    if (Math.abs(ms) <= leastDifferenceMs)
      return ok('database clock', 'agrees with this machine within five seconds');
    return failed(
      'database clock',
      `this machine is ${seconds} s ${ms > 0 ? 'ahead of' : 'behind'} the database`,
      'Let a time server (NTP) set both clocks. Doordesk uses the database’s.',
    );
  } catch {
    return skipped('database clock', 'the database of DATABASE_URL cannot be reached from here');
  } finally {
    await client.end().catch(() => {});
  }
}
