import type { ConstructorOptions } from 'pg-boss';
import { connect, statementMs } from '@/lib/db/client';
import { watch } from '@/lib/db/listen';

const connections = 3;

/** Replaces pg-boss's own pool. Its statements get our time limit, and it listens on our shared connection. */
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
        // The client may be in a failed transaction.
        client.release(true);
        throw error;
      }
    },
    // Also called when listening begins again, so that workers fetch what was announced meanwhile.
    async listen(channel, onNotification) {
      const stop = watch({ channel, payload: queue }, () => onNotification(queue));
      return { close: async () => stop() };
    },
  } satisfies ConstructorOptions['db'];
  return { database, close: () => pool.end() };
}
