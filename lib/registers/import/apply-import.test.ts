import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getDb } from '@/lib/db/client';
import { exportResponse } from '@/lib/files/write/stream';
import { people as english } from '@/lib/i18n/messages/en/people';
import { parseTableQuery } from '@/lib/table/query';
import { useDatabase } from '@/lib/testing/database';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { listPeople, streamPeople } from '../people/data';
import { createPerson, removePeople } from '../people/mutations';
import { peopleQuery } from '../people/schema';
import { readCalendar } from '../read-calendar';
import { registerRooms } from '../rooms';
import { importPeopleAction } from './actions';
import { exportablePeople, peopleColumns } from './export-rows';
import { type ImportPreview, previewOf, readImport } from './preview-import';

const sqlNoBen = sql`name <> 'Ben'`;

useDatabase();
const { simulator } = useSimulator();

let manager: SignedIn;
let otherManager: SignedIn;
let tenant: SignedIn;
let roomKey: string;

beforeAll(async () => {
  const { manager: one, otherManager: two, guest } = simulator().accounts;
  manager = await signInAs(one.account, one.password, 'manager');
  otherManager = await signInAs(two.account, two.password, 'manager');
  tenant = await signInAs(guest.account, guest.password, 'tenant');
  roomKey = registerRooms(manager.scope)[0]?.roomKey ?? '';
});
beforeEach(async () => {
  await getDb().deleteFrom('person').execute();
});

const query = parseTableQuery(peopleQuery, {}).query;
const everybody = async (who = manager) => (await listPeople(who.scope, query)).rows;

async function preview(text: string, who = manager): Promise<ImportPreview> {
  const calendar = await readCalendar(who.scope);
  const read = await readImport({ db: getDb(), scope: who.scope, calendar }, new TextEncoder().encode(text));
  if ('samples' in read) throw new Error('its encoding is not clear');
  return previewOf(read);
}

function send(text: string, shown: ImportPreview, change: Record<string, string> = {}, who = manager) {
  const form = new FormData();
  form.set('file', new File([text], 'list.csv'));
  form.set('encoding', '');
  form.set('digest', shown.digest);
  form.set('without', '');
  form.set('expected', String(shown.counts.new + shown.counts.changed));
  for (const [name, value] of Object.entries(change)) form.set(name, value);
  return who.as(() => importPeopleAction(form));
}

const ada = {
  name: 'Ada Li',
  email: 'ada@mail.example',
  phone: '+86 138 0000 0000',
  movedIn: '2026-01-01',
  movedOut: null,
  note: '',
};

function list(...rows: string[]): string {
  const { building, unit } = registerRooms(manager.scope)[0] ?? { building: '', unit: '' };
  return [
    'name,building,room,note',
    ...rows.map((row) => row.replace('ROOM', `"${building}","${unit}"`)),
  ].join('\n');
}

describe('an import', () => {
  test('writes what was previewed: new and changed, not the same and not the invalid', async () => {
    await createPerson(manager.scope, { ...ada, roomKey });
    await createPerson(manager.scope, { ...ada, name: 'Ben', roomKey });
    const text = list('Ada Li,ROOM,"two\nlines"', 'Ben,ROOM,', 'Cleo,ROOM,', 'Dora,Nowhere,1,');
    const shown = await preview(text);
    expect(shown.counts).toEqual({ new: 1, changed: 1, same: 1, invalid: 1 });
    expect(await send(text, shown)).toEqual({ ok: true, data: { created: 1, changed: 1 } });
    expect((await everybody()).map(({ name, note }) => [name, note])).toEqual([
      ['Ada Li', 'two\nlines'],
      ['Ben', ''],
      ['Cleo', ''],
    ]);
  });

  test('leaves out the lines that were removed by hand', async () => {
    const text = list('Ada,ROOM,', 'Ben,ROOM,');
    const shown = await preview(text);
    expect(await send(text, shown, { without: '2', expected: '1' })).toMatchObject({ ok: true });
    expect((await everybody()).map(({ name }) => name)).toEqual(['Ben']);
  });

  test('writes nothing when the register has changed since the preview', async () => {
    await createPerson(manager.scope, { ...ada, roomKey });
    const text = list('Ada Li,ROOM,changed', 'Ben,ROOM,');
    const shown = await preview(text);
    await getDb().updateTable('person').set({ note: 'meanwhile', revision: 2 }).execute();
    expect(await send(text, shown)).toEqual({ ok: false, code: 'conflict' });
    expect((await everybody()).map(({ note }) => note)).toEqual(['meanwhile']);
  });

  test('writes nothing for another file, or for another number of rows', async () => {
    const text = list('Ada,ROOM,');
    const shown = await preview(text);
    expect(await send(list('Eve,ROOM,'), shown)).toEqual({ ok: false, code: 'conflict' });
    expect(await send('not a list at all', shown)).toEqual({ ok: false, code: 'conflict' });
    expect(await send(text, shown, { expected: '2' })).toEqual({ ok: false, code: 'conflict' });
    expect(await everybody()).toEqual([]);
  });

  test('sent twice writes once', async () => {
    const text = list('Ada,ROOM,');
    const shown = await preview(text);
    const answers = await Promise.all([send(text, shown), send(text, shown)]);
    expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(await everybody()).toHaveLength(1);
  });

  test('is one transaction: a row that fails takes all others with it', async () => {
    const text = list('Ada,ROOM,', 'Ben,ROOM,');
    const shown = await preview(text);
    await getDb().schema.alterTable('person').addCheckConstraint('no_ben', sqlNoBen).execute();
    expect(await send(text, shown)).toMatchObject({ ok: false, code: 'unexpected' });
    await getDb().schema.alterTable('person').dropConstraint('no_ben').execute();
    expect(await everybody()).toEqual([]);
  });

  test('is not done when the audit entry cannot be written', async () => {
    const text = list('Ada,ROOM,');
    const shown = await preview(text);
    await getDb().schema.alterTable('audit_entry').renameTo('audit_entry_away').execute();
    const answer = await send(text, shown);
    await getDb().schema.alterTable('audit_entry_away').renameTo('audit_entry').execute();
    expect(answer).toEqual({ ok: false, code: 'audit-unavailable' });
    expect(await everybody()).toEqual([]);
  });

  test('touches neither rooms nor people of another account', async () => {
    const theirs = await createPerson(manager.scope, { ...ada, roomKey });
    const text = `id,name,building,room\n${theirs.id},Ada Li,${theirs.building},${theirs.unit}`;
    const shown = await preview(text, otherManager);
    expect(shown.rows[0]?.problems).toMatchObject([{ code: 'unknownId' }]);
    const own = new Set(otherManager.scope.channels.map((channel) => channel.roomKey));
    const foreign = registerRooms(manager.scope).find((room) => !own.has(room.roomKey));
    const other = await preview(`name,building,room\nX,${foreign?.building},${foreign?.unit}`, otherManager);
    expect(other.rows[0]?.problems).toMatchObject([{ code: 'noSuchRoom' }]);
  });

  test('is not for accounts without a register, and refuses nonsense', async () => {
    const text = list('Ada,ROOM,');
    const shown = await preview(text);
    expect(await send(text, shown, {}, tenant)).toMatchObject({ code: 'not-allowed' });
    expect(await send(text, shown, { digest: 'x' })).toMatchObject({ code: 'invalid-input' });
    expect(await send(text, shown, { without: '1;2' })).toMatchObject({ code: 'invalid-input' });
    expect(await send(text, shown, { expected: '0' })).toMatchObject({ code: 'invalid-input' });
    expect(await send(text, shown, { file: 'text' })).toMatchObject({ fields: { file: 'required' } });
  });
});

describe('an export', () => {
  const hostile = [
    { ...ada, name: '=HYPERLINK("http://x")', note: '+1\n@SUM(A1)' },
    { ...ada, name: "'=quoted", phone: '+49 (0) 30 123', email: '' },
    { ...ada, name: 'Zero\u200bwidth \u202eoverride', note: 'a, "b"; c\td' },
    { ...ada, name: '-Minus', note: '  ', movedOut: '2026-03-04' },
    { ...ada, name: '王伟 [U+202E]', email: "bríd.o'neill@mail.example" },
  ];

  test('is imported again without a change, even with hostile texts', async () => {
    for (const person of hostile) {
      await createPerson(manager.scope, { ...person, note: person.note.trim(), roomKey });
    }
    const text = await exported();
    expect(
      (await preview(text)).rows.map(({ status, changes, problems }) => [status, changes, problems]),
    ).toEqual(hostile.map(() => ['same', [], []]));
  });

  test('restores deleted people with their names and contacts', async () => {
    await createPerson(manager.scope, { ...ada, name: '=1+1', roomKey });
    const text = (await exported()).replace(/[\da-f-]{36}/g, '');
    const [row] = await everybody();
    await removePeople(manager.scope, { selection: { all: false, ids: [row?.id ?? ''] }, expected: 1 });
    expect(await send(text, await preview(text))).toMatchObject({ ok: true });
    expect(await everybody()).toMatchObject([
      { name: '=1+1', phone: ada.phone, movedIn: ada.movedIn, roomKey },
    ]);
  });
});

async function exported(): Promise<string> {
  const response = await exportResponse({
    reader: null,
    format: 'csv',
    name: 'people',
    rows: exportablePeople(streamPeople(manager.scope, query), (state) => english.states[state]),
    columns: peopleColumns((key) => english.columns[key]),
  });
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
}
