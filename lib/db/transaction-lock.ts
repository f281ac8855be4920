import { sql } from 'kysely';
import { log } from '@/lib/log';
import { type Db, getLookupDb } from './client';
import { holderOf } from './find-lock-holder';

const tooLate = /^(55P03|57014)$/;

export class LockHeldError extends Error {
  readonly code = '55P03';

  constructor(message: string, options: { cause: unknown }) {
    super(message, options);
    this.name = 'LockHeldError';
  }
}

export async function lockByName(
  trx: Db,
  name: string,
  how: 'exclusive' | 'shared' = 'exclusive',
): Promise<void> {
  const key = sql`hashtextextended(${name}, 0)`;
  try {
    await (how === 'shared'
      ? sql`select pg_advisory_xact_lock_shared(${key})`
      : sql`select pg_advisory_xact_lock(${key})`
    ).execute(trx);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && tooLate.test(String(error.code)))) throw error;
    const fault = new LockHeldError(await wordsFor(name), { cause: error });
    log.error({ err: fault }, 'a lock of the database was not acquired in time');
    throw fault;
  }
}

async function wordsFor(name: string): Promise<string> {
  const db = getLookupDb();
  const holder = await sql<{ key: string }>`select hashtextextended(${name}, 0)::text as key`
    .execute(db)
    .then(({ rows }) => holderOf(db, rows[0]?.key ?? '0'))
    .catch(() => null);
  // The rest of the name may hold an account.
  const kind = /^[a-z-]+/.exec(name)?.[0] ?? 'unnamed';
  return `the lock "${kind}" is held by ${holder ?? 'a process that has released it since'}`;
}
