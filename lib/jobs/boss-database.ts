import type { ConstructorOptions } from 'pg-boss';
import { connect, statementMs } from '@/lib/db/client';
import { watch } from '@/lib/db/listen';

const connections = 3;

/**
 * What pg-boss works on, in the place of a pool of its own: its statements have the limit that all others have, and it
 * hears of new entries in `queue` on the connection that everything listens on.
 */
export function openBossDatabase(queue: string) {
  const { pool } = connect(process.env.DATABASE_URL ?? '', connections, {
    limitMs: statementMs,
    name: 'doordesk-jobs',
  });
  const database = {
    async executeSql(text, values) {
      const client = await pool.connect();
      try {
        const answer = await client.query(text, values);
        client.release();
        return answer;
      } catch (error) {
        // It may stand in a transaction that has failed.
        client.release(true);
        throw error;
      }
    },
    // Also called when listening begins again: workers then fetch what was announced meanwhile.
    async listen(channel, onNotification) {
      const stop = watch({ channel, payload: queue }, () => onNotification(queue));
      return { close: async () => stop() };
    },
  } satisfies ConstructorOptions['db'];
  return { database, close: () => pool.end() };
}
