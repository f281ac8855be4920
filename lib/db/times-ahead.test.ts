import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { noGrants } from '@/lib/auth/grants';
import { createLink, findLink } from '@/lib/members/one-time-link';
import { useDatabase } from '@/lib/testing/database';
import { keepCode } from '@/lib/testing/kept-code';
import { addMember } from '@/lib/testing/member';
import { clockDifference, databaseNow, noteDatabaseClock } from './clock';
import { distributed } from './distribute-tables';
import { watchClock } from './watch-clock';

const { db } = useDatabase();

const mend = async (events = true) => {
  const { rows } = await sql<{ mended: number }>`select mend_times_ahead(${events}) as mended`.execute(db());
  return rows[0]?.mended;
};
let workspaceId = '';

const free = new Set([
  'session.expires_at',
  'session.reauthenticated_at',
  'credential_doubt.next_check_at',
  'fill_lease.expires_at',
  'member_link.expires_at',
  'sign_in_challenge.expires_at',
  'doorcode.from_at',
  'doorcode.to_at',
  'doorcode_request.to_at',
  'doorcode_request.next_try_at',
  'event.at',
  'event_stretch.oldest_at',
  'event_stretch.newest_at',
  'export_file.due_at',
  'export_schedule.next_due',
  'retention_rule.due_at',
  'retention_rule.cutoff',
  'audit_entry.at',
  'changed_entry.changed_at',
  // Only shown: nothing waits for them or ages by them.
  'restored_copy.made_at',
  'restored_copy.restored_at',
  'restored_copy.allowed_at',
]);

beforeEach(async () => {
  workspaceId = crypto.randomUUID();
  await sql`insert into workspace (id, account, role) values (${workspaceId}, ${workspaceId}, 'manager')`.execute(
    db(),
  );
});

describe('mending times that lie ahead', () => {
  test('knows each column of the database that holds a time', async () => {
    const { rows } = await sql<{ name: string }>`
      select c.table_name || '.' || c.column_name as name
      from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where table_schema = 'public' and data_type = 'timestamp with time zone' and table_type = 'BASE TABLE'`.execute(
      db(),
    );
    const { rows: source } = await sql<{ text: string }>`
      select prosrc as text from pg_proc where proname = 'mend_times_ahead'`.execute(db());
    const named = new Set(
      [...(source[0]?.text ?? '').matchAll(/'(\w+)', '(\w+)'/g)].map(
        ([, table, column]) => `${table}.${column}`,
      ),
    );
    expect(rows.map(({ name }) => name).filter((name) => !named.has(name) && !free.has(name))).toEqual([]);
  });

  test('changes distributed tables by values: Citus refuses an update that calls the clock', async () => {
    const { rows } = await sql<{ text: string }>`
      select prosrc as text from pg_proc where proname = 'mend_times_ahead'`.execute(db());
    const updates = [...(rows[0]?.text ?? '').matchAll(/update (\w+|%I) set [^;]*;/g)];
    const calling = updates.filter(([text]) => text.includes('clock_timestamp()')).map(([, table]) => table);
    expect(calling.filter((table) => table === '%I' || distributed.some((name) => name === table))).toEqual(
      [],
    );
  });

  test('sets back times of what has happened, and keeps times of what is to come', async () => {
    await sql`
      insert into master_reading (workspace_id, gid, channel, state, read_at, tried_at)
      values (${workspaceId}, 'G1', 1, 'ok', now() + interval '1 year', now() + interval '1 year'),
        (${workspaceId}, 'G1', 2, 'ok', now() - interval '1 hour', now() - interval '1 hour')`.execute(db());
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
    await keepCode(
      { workspace_id: workspaceId, gid: 'G1', channel: 1 },
      { from_at: inDays(35), to_at: inDays(60), first_seen_at: inDays(365), seen_at: inDays(365) },
    );
    expect(await mend()).toBeGreaterThanOrEqual(4);
    const { rows } = await sql`
      select channel, tried_at <= clock_timestamp() as tried, tried_at > now() - interval '1 minute' as moved
      from master_reading where workspace_id = ${workspaceId} order by channel`.execute(db());
    expect(rows).toEqual([
      { channel: 1, tried: true, moved: true },
      { channel: 2, tried: true, moved: false },
    ]);
    const { rows: codes } = await sql`
      select to_at > now() + interval '1 month' as window, seen_at <= clock_timestamp() as seen from doorcode
      where workspace_id = ${workspaceId}`.execute(db());
    expect(codes).toEqual([{ window: true, seen: true }]);
    expect(await mend()).toBe(0);
  });

  test('ends no open link and no sign-in that is under way, and lets none live longer than a new one', async () => {
    const memberId = await addMember({ workspaceId, name: 'Ben' });
    const link = {
      purpose: 'recovery' as const,
      workspaceId,
      name: 'Ben',
      email: null,
      madeBy: 'Ann',
      madeByMember: null,
    };
    await createLink(db(), { ...link, memberId });
    const { token } = await createLink(db(), { ...link, purpose: 'invitation', grants: noGrants });
    const before = await findLink(token);
    expect(await mend()).toBe(0);
    expect(await findLink(token)).toEqual(before);
    expect(before).toMatchObject({ state: 'open' });
    await sql`update member_link set expires_at = now() + interval '1 year' where workspace_id = ${workspaceId}`.execute(
      db(),
    );
    await mend();
    const { rows } = await sql`
      select expires_at <= clock_timestamp() + interval '7 days' as week, expires_at > clock_timestamp() as open
      from member_link where workspace_id = ${workspaceId}`.execute(db());
    expect(rows).toEqual([
      { week: true, open: true },
      { week: true, open: true },
    ]);
  });

  test('names no other column whose times are meant to lie ahead', async () => {
    const { rows } = await sql<{ text: string }>`
      select prosrc as text from pg_proc where proname = 'mend_times_ahead'`.execute(db());
    const named = [...(rows[0]?.text ?? '').matchAll(/\('(\w+)', '(\w+)'\)/g)].map(
      ([, , column = '']) => column,
    );
    expect(named.filter((column) => /expires|next_|due|until|_to$|to_at/.test(column))).toEqual([]);
  });

  test('lets no session live longer than a day, and no try lock an account out for longer than its window', async () => {
    await sql`
      insert into session (id, token_hash, workspace_id, actor, sealed_password, user_agent, created_at, last_used_at,
        expires_at, reauthenticated_at)
      values (gen_random_uuid(), ${Buffer.from(workspaceId)}, ${workspaceId}, '', '', '', now() + interval '1 year',
        now() + interval '1 year', now() + interval '366 days', now() + interval '1 year')`.execute(db());
    await sql`
      insert into throttle_try (bucket, tried_at, pending) values (${workspaceId}, now() + interval '1 year', false)`.execute(
      db(),
    );
    await mend();
    const { rows } = await sql`
      select expires_at <= clock_timestamp() + interval '1 day' as day, last_used_at <= clock_timestamp() as used,
        reauthenticated_at is null as typed from session where workspace_id = ${workspaceId}`.execute(db());
    expect(rows).toEqual([{ day: true, used: true, typed: true }]);
    const { rows: tries } = await sql`
      select tried_at <= clock_timestamp() as past from throttle_try where bucket = ${workspaceId}`.execute(
      db(),
    );
    expect(tries).toEqual([{ past: true }]);
  });

  test.each([
    ['day', "interval '1 day'"],
    ['week', "interval '7 days'"],
    ['month', "interval '31 days'"],
  ])('brings a file that is made every %s back by whole periods, on its own clock', async (every, most) => {
    const schedule = async (name: string, due: string) =>
      sql`
        insert into export_schedule (workspace_id, name, query, format, locale, every, weekday, month_day, hour, zone,
          keep_files, next_due, actor)
        values (${workspaceId}, ${name}, '', 'csv', 'en', ${every}, 2, 5, 7, 'Europe/Berlin', 3,
          ${sql.raw(due)}, '')`.execute(db());
    const due = "(timestamp '2031-08-05 07:00') at time zone 'Europe/Berlin'";
    await schedule('ahead', due);
    await schedule('soon', `now() + ${most} - interval '1 hour'`);
    const soon = sql`select next_due from export_schedule where workspace_id = ${workspaceId} and name = 'soon'`;
    const { rows: untouched } = await soon.execute(db());
    await mend();
    expect((await soon.execute(db())).rows).toEqual(untouched);
    const { rows } = await sql<{ wall: Date; day: number; hour: number; soon: boolean; date: number }>`
      select extract(isodow from w)::int as day, extract(hour from w)::int as hour, extract(day from w)::int as date,
        next_due > now() and next_due <= now() + ${sql.raw(most)} as soon
      from (select next_due, next_due at time zone zone as w from export_schedule
        where workspace_id = ${workspaceId} and name = 'ahead') as s`.execute(db());
    expect(rows[0]).toMatchObject({ hour: 7, soon: true });
    if (every === 'week') expect(rows[0]?.day).toBe(2);
    if (every === 'month') expect(rows[0]?.date).toBe(5);
  });

  test('ends a run of retention that would take what is not old enough', async () => {
    await sql`
      insert into retention_rule (workspace_id, building_name, mode, days, actor, account, due_at, cutoff, intent_seq, affected)
      values (${workspaceId}, 'ahead', 'delete', 30, '', '', now() + interval '1 year', now() + interval '11 months', 5, 9),
        (${workspaceId}, 'honest', 'delete', 30, '', '', now() + interval '1 hour', now() - interval '31 days', 6, 7)`.execute(
      db(),
    );
    await mend();
    const { rows } = await sql`
      select building_name, cutoff is null as ended, affected, due_at <= clock_timestamp() as due from retention_rule
      where workspace_id = ${workspaceId} order by building_name`.execute(db());
    expect(rows).toEqual([
      { building_name: 'ahead', ended: true, affected: 0, due: true },
      { building_name: 'honest', ended: false, affected: 7, due: false },
    ]);
  });

  test('leaves what was stored in this very moment as it is', async () => {
    await sql`
      insert into master_reading (workspace_id, gid, channel, state, read_at, tried_at)
      values (${workspaceId}, 'G1', 1, 'ok', clock_timestamp(), clock_timestamp())`.execute(db());
    expect(await mend()).toBe(0);
  });
});

describe("the database's clock", () => {
  const setClock = (at: number) =>
    noteDatabaseClock(new Date(at), { before: performance.now(), after: performance.now(), isReset: true });

  test('is what this process goes by, and not its own', async () => {
    setClock(Date.now() - 3_600_000);
    expect(Math.round(clockDifference() / 60_000)).toBe(60);
    expect(Math.round((Date.now() - databaseNow()) / 60_000)).toBe(60);
    await watchClock();
    expect(Math.abs(clockDifference())).toBeLessThan(60_000);
  });

  test('mends what it has left ahead when it is set back', async () => {
    setClock(Date.now() + 86_400_000);
    await sql`
      insert into master_reading (workspace_id, gid, channel, state, read_at, tried_at)
      values (${workspaceId}, 'G1', 1, 'ok', now() + interval '1 day', now() + interval '1 day')`.execute(
      db(),
    );
    await watchClock();
    const { rows } = await sql`
      select tried_at <= clock_timestamp() as past from master_reading where workspace_id = ${workspaceId}`.execute(
      db(),
    );
    expect(rows).toEqual([{ past: true }]);
  });
});
