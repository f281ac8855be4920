import type pg from 'pg';

export type Target = { database: pg.Client; workspaceId: string };

/** All stored data from the cloud, by kind. */
export const kinds = ['masters', 'shares', 'doorcodes', 'list', 'events'] as const;
export type Kind = (typeof kinds)[number];
export const spoilings = ['unread', 'failed', 'old'] as const;
export type Spoilt = (typeof spoilings)[number];

const tables: Record<Kind, string> = {
  masters: 'master_reading',
  shares: 'share_reading',
  doorcodes: 'doorcode_reading',
  list: 'device_list',
  events: 'event_door',
};
const facts: Partial<Record<Kind, string>> = { shares: 'share', doorcodes: 'doorcode', events: 'event' };
const frozen = [
  'master_reading',
  'share_reading',
  'doorcode_reading',
  'share',
  'doorcode',
  'event_door',
  'event',
];

/**
 * Makes the stored data of one kind look unread, failed or 30 days old. It stays so: background reads of an open page
 * are not stored.
 */
export async function spoil(target: Target, { kind, state }: { kind: Kind; state: Spoilt }): Promise<void> {
  const { database, workspaceId } = target;
  await freeze(target, true);
  await database.query("set spoilt.writing = 'on'");
  if (state === 'unread') {
    for (const table of [tables[kind], facts[kind]])
      if (table) await database.query(`delete from ${table} where workspace_id = $1`, [workspaceId]);
  } else
    await database.query(`update ${tables[kind]} set ${changes(kind, state)} where workspace_id = $1`, [
      workspaceId,
    ]);
  await database.query("set spoilt.writing = 'off'");
}

function changes(kind: Kind, state: 'failed' | 'old'): string {
  const code = state === 'failed' ? "'cloud-timeout'" : 'null';
  const readAt = `read_at = now() - interval '${state === 'old' ? '30 days' : '1 hour'}'`;
  if (kind === 'list') return `error_code = ${code}, tried_at = now(), ${readAt}`;
  if (kind === 'events') return `error_code = ${code}, ${readAt}`;
  return `state = '${state === 'failed' ? 'failed' : 'ok'}', error_code = ${code}, ${readAt}`;
}

/** Stops or resumes storing what the desk reads. */
export async function freeze({ database }: Target, on: boolean): Promise<void> {
  await database.query(`
    create or replace function spoilt_discard() returns trigger language plpgsql as $$
    begin
      if current_setting('spoilt.writing', true) = 'on' then return coalesce(new, old); end if;
      return null;
    end $$`);
  for (const table of frozen) {
    await database.query(`drop trigger if exists spoilt on ${table}`);
    if (on)
      await database.query(
        `create trigger spoilt before insert or update or delete on ${table} for each row execute function spoilt_discard()`,
      );
  }
}

const copied = [
  'share',
  'doorcode',
  'event',
  ...Object.values(tables).filter((table) => table !== 'device_list'),
];

/** Keeps a copy for `restore`, because reading everything again takes long. */
export async function save({ database, workspaceId }: Target): Promise<void> {
  for (const table of copied) {
    await database.query(`drop table if exists spoilt_${table}`);
    await database.query(
      `create table spoilt_${table} as select * from ${table} where workspace_id = '${workspaceId}'`,
    );
  }
}

/** Restores the saved data, as if it had just been read. */
export async function restore(target: Target): Promise<void> {
  const { database, workspaceId } = target;
  await freeze(target, false);
  for (const table of copied) {
    const { rows } = await database.query<{ column_name: string }>(
      `select column_name from information_schema.columns
       where table_name = $1 and table_schema = current_schema() and is_generated = 'NEVER'`,
      [table],
    );
    const columns = rows.map(({ column_name }) => `"${column_name}"`).join(', ');
    await database.query(`delete from ${table} where workspace_id = $1`, [workspaceId]);
    await database.query(
      `insert into ${table} (${columns}) overriding system value select ${columns} from spoilt_${table}`,
    );
  }
  for (const table of Object.values(tables))
    await database.query(`update ${table} set read_at = now(), tried_at = now() where workspace_id = $1`, [
      workspaceId,
    ]);
  await database.query('update device_list set error_code = null where workspace_id = $1', [workspaceId]);
}
