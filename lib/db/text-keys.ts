import { sql } from 'kysely';
import {
  auditKeys,
  doorcodeKeys,
  eventNameKeys,
  fileKeys,
  handedKeyKeys,
  personKeys,
  roomTextKeys,
  scheduleKeys,
  textKeyVersion,
  viewKeys,
} from '@/lib/text/stored-keys';
import type { Db } from './client';
import { everyWorkspace } from './mark-every-workspace';

type Row = Record<string, string | null>;

type StoredKeys = {
  table: string;
  id: Record<string, string>;
  from: readonly string[];
  keysOf: (row: Row) => Record<string, string>;
};

const named = { id: 'uuid' };
const roomId = { workspace_id: 'uuid', gid: 'text', channel: 'bigint' };
const personWords = ['name', 'email', 'phone', 'building_name', 'unit_label', 'note'] as const;
const keyWords = ['number', 'label', 'holder', 'building_name', 'unit_label', 'note'] as const;

const tables: readonly StoredKeys[] = [
  { table: 'person', id: named, from: personWords, keysOf: withTexts(personKeys) },
  { table: 'handed_key', id: named, from: keyWords, keysOf: withTexts(handedKeyKeys) },
  { table: 'doorcode', id: named, from: ['name'], keysOf: withTexts(doorcodeKeys) },
  {
    table: 'room_channel',
    id: roomId,
    from: ['building_name', 'unit_label'],
    keysOf: withTexts(roomTextKeys),
  },
  { table: 'export_file', id: named, from: ['name', 'actor'], keysOf: withTexts(fileKeys) },
  { table: 'export_schedule', id: named, from: ['name'], keysOf: withTexts(scheduleKeys) },
  {
    table: 'saved_view',
    id: { workspace_id: 'uuid', id: 'uuid' },
    from: ['name'],
    keysOf: withTexts(viewKeys),
  },
  {
    table: 'event_who',
    id: { workspace_id: 'uuid', id: 'bigint' },
    from: ['account', 'code_name'],
    keysOf: ({ account = null, code_name = null }) => eventNameKeys({ account, code_name }),
  },
];

function withTexts<K extends string>(keysOf: (row: Record<K, string>) => Record<string, string>) {
  return (row: Row) => keysOf(row as Record<K, string>);
}

const portion = 1_000;

/** Rewrites stored keys of another version of the functions or of Unicode, in portions. Returns how many rows changed. */
export async function refreshTextKeys(db: Db): Promise<number> {
  const version = `${textKeyVersion}/${process.versions.unicode}`;
  const { rows } = await sql<{ version: string }>`select version from text_key_state`.execute(db);
  if (rows[0]?.version === version) return 0;
  let changed = 0;
  for (const table of tables) changed += await refreshTable(db, table);
  changed += await refreshAudit(db);
  await sql`update text_key_state set version = ${version}`.execute(db);
  return changed;
}

async function refreshTable(db: Db, table: StoredKeys): Promise<number> {
  let changed = 0;
  let after: string[] | null = null;
  for (;;) {
    const rows: Row[] = await readPortion(db, table, after);
    const last = rows.at(-1);
    if (!last) return changed;
    after = Object.keys(table.id).map((name) => last[`id_${name}`] ?? '');
    changed += await writeKeys(
      db,
      table,
      rows.map((row) => ({ row, keys: table.keysOf(row) })),
    );
  }
}

async function readPortion(
  db: Db,
  { table, id, from }: StoredKeys,
  after: readonly string[] | null,
): Promise<Row[]> {
  const names = Object.keys(id);
  const columns = sql.join(names.map((name) => sql.ref(name)));
  const last = Object.values(id).map((type, at) => sql`${after?.[at]}::${sql.raw(type)}`);
  const { rows } = await sql<Row>`
    select ${sql.join(names.map((name) => sql`${sql.ref(name)}::text as ${sql.ref(`id_${name}`)}`))},
      ${sql.join(from.map((name) => sql.ref(name)))}
    from ${sql.table(table)} ${everyWorkspace} ${after ? sql`where (${columns}) > (${sql.join(last)})` : sql``}
    order by ${columns} limit ${portion}`.execute(db);
  return rows;
}

type Made = { row: Row; keys: Record<string, string> };

/** Names that have become equal may break a unique index; these rows keep their old keys. */
async function writeKeys(db: Db, target: StoredKeys, made: Made[]): Promise<number> {
  try {
    return await update(db, target, made);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === '23505')) throw error;
    if (made.length === 1) return 0;
    const half = Math.ceil(made.length / 2);
    const first = await writeKeys(db, target, made.slice(0, half));
    return first + (await writeKeys(db, target, made.slice(half)));
  }
}

async function update(db: Db, { table, id, from }: StoredKeys, made: Made[]): Promise<number> {
  const keys = Object.keys(made[0]?.keys ?? {});
  const json = JSON.stringify(
    made.map(({ row, keys: one }) => ({
      ...row,
      ...Object.fromEntries(Object.entries(one).map(([name, value]) => [`key_${name}`, value])),
    })),
  );
  const of = (alias: string, columns: readonly string[], prefix = '') =>
    sql`(${sql.join(columns.map((name) => sql.ref(`${alias}.${prefix}${name}`)))})`;
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} as kept ${everyWorkspace}
    set ${sql.join(keys.map((name) => sql`${sql.ref(name)} = ${sql.ref(`made.key_${name}`)}`))}
    from jsonb_to_recordset(${json}::jsonb) as made(${sql.join([
      ...Object.entries(id).map(([name, type]) => sql`${sql.ref(`id_${name}`)} ${sql.raw(type)}`),
      ...from.map((name) => sql`${sql.ref(name)} text`),
      ...keys.map((name) => sql`${sql.ref(`key_${name}`)} text`),
    ])})
    where ${of('kept', Object.keys(id))} = ${of('made', Object.keys(id), 'id_')}
      and ${of('kept', from)} is not distinct from ${of('made', from)}
      and ${of('kept', keys)} is distinct from ${of('made', keys, 'key_')}`.execute(db);
  return Number(numAffectedRows ?? 0);
}

async function refreshAudit(db: Db): Promise<number> {
  let changed = 0;
  for (let after = 0; ; ) {
    const entries = await db
      .selectFrom('audit_entry')
      .select(['seq', 'workspace_id', 'actor', 'action', 'subject', sql<string>`detail::text`.as('detail')])
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(portion)
      .modifyEnd(everyWorkspace)
      .execute();
    const last = entries.at(-1);
    if (!last) return changed;
    after = last.seq;
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('audit_text')
      .values(
        entries.map((entry) => ({ seq: entry.seq, workspace_id: entry.workspace_id, ...auditKeys(entry) })),
      )
      .onConflict((on) =>
        on.column('seq').doUpdateSet((eb) => ({
          folded: eb.ref('excluded.folded'),
          order_actor: eb.ref('excluded.order_actor'),
          order_subject: eb.ref('excluded.order_subject'),
        })),
      )
      .executeTakeFirst();
    changed += Number(numInsertedOrUpdatedRows ?? 0);
  }
}
