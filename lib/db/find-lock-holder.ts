import { type RawBuilder, sql } from 'kysely';
import type pg from 'pg';
import type { Db } from './client';

type Row = { pid: number; name: string; address: string | null; since: string };

const query = `select a.pid, a.application_name as name, a.client_addr::text as address,
    to_char(coalesce(a.state_change, a.backend_start) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since
  from pg_locks l join pg_stat_activity a on a.pid = l.pid
  where l.locktype = 'advisory' and l.granted and l.objsubid = 1
    and l.database = (select oid from pg_database where datname = current_database())
    and (l.classid::bigint << 32) | l.objid::bigint = `;

export async function describeHolder(client: pg.ClientBase, key: number): Promise<string | null> {
  const { rows } = await client.query<Row>(`${query} $1::bigint limit 1`, [key]);
  return wordsOf(rows[0]);
}

export async function holderOf(db: Db, key: string): Promise<string | null> {
  const asked: RawBuilder<Row> = sql`${sql.raw(query)} ${key}::bigint limit 1`;
  return wordsOf((await asked.execute(db)).rows[0]);
}

function wordsOf(holder: Row | undefined): string | null {
  if (!holder) return null;
  const name = holder.name === '' ? 'no name' : `"${holder.name}"`;
  const from = holder.address === null ? '' : ` from ${holder.address}`;
  return `process ${holder.pid} of the server (${name}${from}), unchanged since ${holder.since}`;
}
