import type pg from 'pg';
import type { SequenceRecord, TableRecord } from './record-stream';

/** pg-boss makes its own tables, in its own schema. */
const schemas = ['public', 'pgboss'];

/** Migrations make these, and know what is in them. */
const ofMigrations = ['kysely_migration', 'kysely_migration_lock'];

/** Tables whose rows are copied, each after those that it refers to. Rows of a partition belong to the whole table. */
export async function listTables(client: pg.ClientBase): Promise<TableRecord[]> {
  const { rows } = await client.query<TableRecord & { needs: string[] }>(
    `select space.nspname as schema, class.relname as name,
       array(
         select attname::text from pg_attribute
         where attrelid = class.oid and attnum > 0 and not attisdropped and attgenerated = '' order by attnum
       ) as columns,
       coalesce((
         select json_agg(json_build_object('name', part.relname, 'bound', pg_get_expr(part.relpartbound, part.oid)) order by part.relname)
         from pg_inherits join pg_class part on part.oid = inhrelid where inhparent = class.oid
       ), '[]') as partitions,
       array(
         select distinct other.nspname || '.' || target.relname
         from pg_constraint bond join pg_class target on target.oid = bond.confrelid
         join pg_namespace other on other.oid = target.relnamespace
         where bond.contype = 'f' and bond.conrelid = class.oid and bond.confrelid <> class.oid
       ) as needs
     from pg_class class join pg_namespace space on space.oid = class.relnamespace
     where space.nspname = any($1) and class.relkind in ('r', 'p') and not class.relispartition
       and not (space.nspname = 'public' and class.relname = any($2))
       and not exists (select from pg_depend where objid = class.oid and classid = 'pg_class'::regclass and deptype = 'e')
     order by 1, 2`,
    [schemas, ofMigrations],
  );
  const ordered = new Map<string, TableRecord>();
  const place = (name: string, path: readonly string[]) => {
    const found = rows.find((row) => `${row.schema}.${row.name}` === name);
    if (!found || ordered.has(name) || path.includes(name)) return;
    const { needs, ...table } = found;
    for (const need of needs) place(need, [...path, name]);
    ordered.set(name, table);
  };
  for (const { schema, name } of rows) place(`${schema}.${name}`, []);
  return [...ordered.values()];
}

/** Read these after the rows: numbers given meanwhile are then skipped, never used twice. */
export async function listSequences(client: pg.ClientBase): Promise<SequenceRecord[]> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `select space.nspname as schema, class.relname as name
     from pg_class class join pg_namespace space on space.oid = class.relnamespace
     where class.relkind = 'S' and space.nspname = any($1) order by 1, 2`,
    [schemas],
  );
  const found: SequenceRecord[] = [];
  for (const { schema, name } of rows) {
    const { rows: values } = await client.query<{ last: string; called: boolean }>(
      `select last_value::text as last, is_called as called from ${quote(schema, name)}`,
    );
    const [value] = values;
    if (value) found.push({ schema, name, last: value.last, isCalled: value.called });
  }
  return found;
}

export async function readBossVersion(client: pg.ClientBase): Promise<number | null> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('pgboss.version') is not null as there`,
  );
  if (!rows[0]?.there) return null;
  const found = await client.query<{ version: number }>('select version from pgboss.version');
  return found.rows[0]?.version ?? null;
}

export async function listMigrations(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('public.kysely_migration') is not null as there`,
  );
  if (!rows[0]?.there) return [];
  const found = await client.query<{ name: string }>('select name from kysely_migration order by name');
  return found.rows.map(({ name }) => name);
}

export function quote(...names: string[]): string {
  return names.map((name) => `"${name.replaceAll('"', '""')}"`).join('.');
}
