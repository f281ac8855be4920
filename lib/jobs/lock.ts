import { getPool } from '@/lib/db/client';

/** The advisory lock's first key; the second is the job. Any number that nothing else here uses. */
export const jobLockClass = 7_301;

export type JobHold = {
  /** Aborts when the database connection is lost, and the lock with it. */
  lost: AbortSignal;
  release: () => Promise<void>;
};

/** Null if another process has it. A session lock, not a lease: after `kill -9` it is free at once, and clocks do not matter. */
export async function holdJob(jobId: string): Promise<JobHold | null> {
  const client = await getPool().connect();
  const lost = new AbortController();
  const onLost = () => lost.abort();
  client.once('error', onLost);
  client.once('end', onLost);
  try {
    const { rows } = await client.query<{ held: boolean }>(
      'select pg_try_advisory_lock($1, hashtext($2)) as held',
      [jobLockClass, jobId],
    );
    if (rows[0]?.held !== true) {
      client.off('error', onLost).off('end', onLost);
      client.release();
      return null;
    }
  } catch (error) {
    client.release(true);
    throw error;
  }
  return {
    lost: lost.signal,
    release: async () => {
      const unlocked = await client
        .query('select pg_advisory_unlock($1, hashtext($2))', [jobLockClass, jobId])
        .then(() => true)
        .catch(() => false);
      client.off('error', onLost).off('end', onLost);
      // A connection that may still hold the lock must not return to the pool.
      client.release(!unlocked);
    },
  };
}
