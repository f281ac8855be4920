import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { connect, getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { anchorFile, readAnchors, writeAnchor } from './anchor-file';
import { findTriggerFaults } from './check-triggers';
import { recordAudit } from './record';
import { verifyAudit } from './verify-audit';

const database = useDatabase();

const write = (count: number) =>
  Array.from({ length: count }).reduce<Promise<unknown>>(
    (before, _, index) =>
      before.then(() =>
        recordAudit(getDb(), {
          workspaceId: '5f0c2a0e-0000-4000-8000-00000000000a',
          actor: 'anna@example.com',
          account: 'anna@example.com',
          role: 'manager',
          action: 'test.do',
          subject: `room ${index}`,
          outcome: 'done',
          detail: { index, name: '门 \u0000\ud800 "', big: 1e21, none: null, yes: true },
          memberId: '5f0c2a0e-0000-4000-8000-00000000000b',
          network: '192.0.2.0/24',
          device: 'Firefox · Linux',
          buildings: ['Harbor View', '海港花园 \u0000'],
        }),
      ),
    Promise.resolve(),
  );

/** What the owner of the database could do: switch the triggers off, change rows, switch the triggers on again. */
async function tamper(...statements: string[]): Promise<void> {
  await getDb()
    .transaction()
    .execute(async (trx) => {
      await sql`set local session_replication_role = replica`.execute(trx);
      for (const statement of statements) await sql.raw(statement).execute(trx);
    });
}

const faults = async (...anchors: { seq: number; mac: string }[]) =>
  (await verifyAudit(getDb(), { anchors })).faults.join(' ');

beforeEach(async () => {
  await tamper(
    'delete from audit_entry',
    'delete from audit_head',
    "insert into audit_head (seq, mac, head_mac) values (0, '', '')",
  );
  await write(6);
});

test('an untouched log is whole, whatever was written into it', async () => {
  const report = await verifyAudit(getDb());
  expect(report).toMatchObject({ entries: 6, head: { seq: 6 }, faults: [] });
  if (!report.head) throw new Error('no head');
  expect(await faults(report.head)).toBe('');
});

test('entries of simultaneous writers have one order', async () => {
  await Promise.all(Array.from({ length: 20 }, () => write(1)));
  expect(await verifyAudit(getDb())).toMatchObject({ entries: 26, faults: [] });
});

test('a transaction that is rolled back leaves no entry and no gap', async () => {
  const failed = getDb()
    .transaction()
    .execute(async (trx) => {
      await recordAudit(trx, {
        workspaceId: null,
        actor: 'x',
        account: 'x',
        role: null,
        action: 'test.undone',
        subject: '',
        outcome: 'done',
      });
      throw new Error('undone');
    });
  await expect(failed).rejects.toThrow('undone');
  await write(1);
  expect(await verifyAudit(getDb())).toMatchObject({ entries: 7, faults: [] });
});

describe('the database refuses', () => {
  test.each([
    "update audit_entry set subject = 'other'",
    'delete from audit_entry',
    'truncate audit_entry',
    'delete from audit_head',
    'truncate audit_head',
    'update audit_head set seq = seq - 1',
    'update audit_head set seq = 0',
  ])('%s', async (statement) => {
    await expect(sql.raw(statement).execute(getDb())).rejects.toThrow('append-only');
  });
});

describe('finds every change of', () => {
  test.each([
    ['when', "at = at + interval '1 microsecond'"],
    ['whose', 'workspace_id = null'],
    ['the member', 'member_id = null'],
    ['the connection', "connection_id = '5f0c2a0e-0000-4000-8000-00000000000c'"],
    ['the network', 'network = null'],
    ['the device', "device = 'Safari · iOS'"],
    ['the buildings', "buildings = '{Harbor View}'"],
    [
      'all that older entries lack',
      'member_id = null, connection_id = null, network = null, device = null, buildings = null',
    ],
    ['who', "actor = 'ben@example.com'"],
    ['through whom', "account = 'ben@example.com'"],
    ['the role', "role = 'tenant'"],
    ['what', "action = 'test.other'"],
    ['on what', "subject = ''"],
    ['outcome', "outcome = 'refused'"],
    ['detail', `detail = '{"index":9}'`],
    ['a blank in the detail', "detail = (detail::text || ' ')::json"],
    ['intent', 'intent_seq = 1'],
    ['MAC', "mac = '\\x00'"],
    ['number', 'seq = 60'],
  ])('%s', async (_, change) => {
    await tamper(`update audit_entry set ${change} where seq = 3`);
    expect(await faults()).toMatch(/Entry (3|60) \(test\.\w+\) has been changed/);
  });
});

describe('finds', () => {
  test('an entry taken out of the middle, or from the beginning', async () => {
    await tamper('delete from audit_entry where seq = 3');
    expect(await faults()).toContain('Entry 3 is missing');
    await tamper('delete from audit_entry where seq <= 2');
    expect(await faults()).toContain('Entries 1 to 3 are missing');
  });

  test('two entries that were swapped', async () => {
    await tamper(
      'update audit_entry set seq = 100 where seq = 2',
      'update audit_entry set seq = 2 where seq = 3',
      'update audit_entry set seq = 3 where seq = 100',
    );
    expect(await faults()).toContain('has been changed, moved or put in');
  });

  test('an entry removed and the later ones renumbered', async () => {
    await tamper(
      'delete from audit_entry where seq = 3',
      'update audit_entry set seq = seq - 1 where seq > 3',
    );
    expect(await faults()).toContain('Entry 3 (test.do) has been changed');
  });

  test('an entry added before, between or after', async () => {
    const copy = (
      seq: string,
    ) => `insert into audit_entry select ${seq}, at, workspace_id, actor, account, role,
      action, subject, outcome, detail, intent_seq, mac from audit_entry where seq = 6`;
    for (const seq of ['0', '-5', '7', '-9223372036854775808', '9223372036854775807']) {
      await tamper(copy(seq));
      expect(await faults()).not.toBe('');
      await tamper(`delete from audit_entry where seq = ${seq}`);
    }
    expect(await faults()).toBe('');
  });

  test('the end cut off', async () => {
    await tamper('delete from audit_entry where seq > 4');
    expect(await faults()).toContain('ends at entry 4, its head says 6');
  });

  test('the end cut off and the head set back by hand', async () => {
    await tamper(
      'delete from audit_entry where seq > 4',
      'update audit_head set seq = 4, mac = (select mac from audit_entry where seq = 4)',
    );
    expect(await faults()).toContain('head of the log was not written by Doordesk');
  });

  test('the end cut off and an older head put back, with the help of a head noted before', async () => {
    await tamper('create table old_head as select * from audit_head');
    await write(2);
    const noted = (await verifyAudit(getDb())).head;
    await tamper(
      'delete from audit_entry where seq > 6',
      'delete from audit_head',
      'insert into audit_head select * from old_head',
      'drop table old_head',
    );
    // The database shows no fault: its chain is genuine, only older.
    expect(await faults()).toBe('');
    if (!noted) throw new Error('no head');
    expect(await faults(noted)).toContain('entry 8 was seen before: the end has been cut off');
    await write(5);
    expect(await faults(noted)).toContain('Entry 8 is not the one that was seen before');
  });

  test('everything removed', async () => {
    const noted = (await verifyAudit(getDb())).head;
    if (!noted) throw new Error('no head');
    await tamper(
      'delete from audit_entry',
      'delete from audit_head',
      "insert into audit_head (seq, mac, head_mac) values (0, '', '')",
    );
    expect(await faults(noted)).toContain('the end has been cut off');
    await tamper('delete from audit_head');
    expect(await faults()).toContain('head of the log is missing');
  });

  test('another key', async () => {
    const report = await verifyAudit(getDb(), { keyOf: () => Buffer.alloc(32, 1) });
    expect(report.faults).toHaveLength(7);
  });

  test('triggers that are gone or off', async () => {
    await sql`alter table audit_entry disable trigger audit_entry_append_only`.execute(getDb());
    expect(await faults()).toContain('trigger audit_entry_append_only is gone or off');
    await sql`alter table audit_entry enable trigger audit_entry_append_only`.execute(getDb());
    expect(await faults()).toBe('');
  });

  test.each([
    [
      'function of trigger audit_entry_append_only was replaced',
      'create or replace function refuse_audit_change() returns trigger language plpgsql as $$ begin return null; end $$',
    ],
    [
      'function of trigger audit_head_forward was replaced',
      'create or replace function refuse_audit_rewind() returns trigger language plpgsql as $$ begin return new; end $$',
    ],
    [
      'trigger audit_head_forward is not the one of Doordesk',
      `create or replace trigger audit_head_forward before update on audit_head
       for each row when (false) execute function refuse_audit_rewind()`,
    ],
    [
      'did not make: a_first',
      `create trigger a_first before insert on audit_entry
       for each row execute function suppress_redundant_updates_trigger()`,
    ],
    ['did not make: nothing', 'create rule nothing as on delete to audit_entry do instead nothing'],
  ])('%s', async (fault, statement) => {
    const undone = getDb()
      .transaction()
      .execute(async (trx) => {
        await sql.raw(statement).execute(trx);
        expect((await findTriggerFaults(trx)).join(' ')).toContain(fault);
        throw new Error('undone');
      });
    await expect(undone).rejects.toThrow('undone');
    expect(await faults()).toBe('');
  });
});

describe('the anchor', () => {
  const folders: string[] = [];
  const makeFile = async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'doordesk-anchor-'));
    folders.push(folder);
    return anchorFile(folder);
  };
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  test('follows the log', async () => {
    const file = await makeFile();
    expect(await readAnchors(file)).toEqual([]);
    await writeAnchor(getDb(), file);
    await write(3);
    await writeAnchor(getDb(), file);
    expect(await readAnchors(file)).toMatchObject([{ seq: 9 }]);
    expect(await faults(...(await readAnchors(file)))).toBe('');
  });

  test('that cannot be read is named', async () => {
    const file = await makeFile();
    await writeFile(file, 'Unexpected');
    await expect(readAnchors(file)).rejects.toThrow(`${file} is not an audit anchor`);
    await expect(readAnchors(path.dirname(file))).rejects.toMatchObject({ path: path.dirname(file) });
  });

  test('of two writers leaves the newer head, however slow one of them is', async () => {
    const file = await makeFile();
    await writeAnchor(getDb(), file);
    // Its only connection is taken between two of its statements, if it gives it away between them.
    const slow = connect(database.url, 1);
    const before = await slow.pool.connect();
    const written = writeAnchor(slow.db, file);
    await expect.poll(() => slow.pool.waitingCount).toBe(1);
    const between = slow.pool.connect();
    before.release();
    const taken = await between;
    await write(2);
    await writeAnchor(getDb(), file);
    taken.release();
    await written;
    await slow.db.destroy();
    expect(await readAnchors(file)).toMatchObject([{ seq: 8 }]);
  });

  test('remembers what was cut off, even after the log has grown past it', async () => {
    const file = await makeFile();
    await tamper('create table old_head as select * from audit_head');
    await write(2);
    await writeAnchor(getDb(), file);
    await tamper(
      'delete from audit_entry where seq > 6',
      'delete from audit_head',
      'insert into audit_head select * from old_head',
      'drop table old_head',
    );
    await write(4);
    await writeAnchor(getDb(), file);
    await write(1);
    await writeAnchor(getDb(), file);
    expect(await readAnchors(file)).toMatchObject([{ seq: 8 }, { seq: 11 }]);
    expect(await faults(...(await readAnchors(file)))).toContain(
      'Entry 8 is not the one that was seen before',
    );
  });
});
