import { type Kysely, sql } from 'kysely';

/** `mend_times_ahead` changes distributed tables by values: Citus refuses an update that calls the clock. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ definition: string }>`
    select pg_get_functiondef('mend_times_ahead'::regproc) as definition`.execute(db);
  let definition = rows[0]?.definition ?? '';
  for (const [before, after] of changes) {
    if (!before.test(definition)) throw new Error(`mend_times_ahead has no ${before}`);
    definition = definition.replace(before, () => after);
  }
  await sql.raw(definition).execute(db);
}

const changes: readonly (readonly [RegExp, string])[] = [
  [/declare\n/, 'declare\n  at timestamptz;\n  kept jsonb;\n'],
  [
    /execute format\('update %I set %I = clock_timestamp\(\) where %I > clock_timestamp\(\)', place\.t, place\.c, place\.c\);/,
    `at := clock_timestamp();
    execute format('update %I set %I = %L where %I > %L', place.t, place.c, at, place.c, at);`,
  ],
  [
    /update event_door set arrivals = \([\s\S]*?'after'\)::timestamptz > clock_timestamp\(\)\);/,
    `at := clock_timestamp();
  for place in select workspace_id, gid, arrivals from event_door where arrivals <> '[]' loop
    select coalesce(jsonb_agg(a order by n), '[]') into kept
      from jsonb_array_elements(place.arrivals) with ordinality as x(a, n)
      where (a->>'by')::timestamptz <= at and (a->>'after')::timestamptz <= at;
    if kept <> place.arrivals then
      update event_door set arrivals = kept where workspace_id = place.workspace_id and gid = place.gid;
    end if;
  end loop;`,
  ],
];
