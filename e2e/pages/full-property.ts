import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { arrive, putShare, setMaster } from '@/lib/simulator/control/alter-world';
import type { Desk } from '@/lib/testing/desk';
import { issueDoorcode, readRows, run } from '../furnish';
import type { Visitor } from '../visitor';
import { addPerson, flatOf, type Property } from './own-property';

/** A property whose lists all have rows, with every optional field filled in. `visitor` is its manager. */
export async function fillProperty(
  desk: Desk,
  property: Property,
  visitor: Visitor,
): Promise<{ batch: string; code: string; job: string }> {
  const { building, manager } = property;
  const [first] = flatOf(property, '101');
  const [second] = flatOf(property, '102');
  if (!first || !second) throw new Error('the property has no rooms 101 and 102');
  const { cloud } = desk.simulator;
  const { gid } = first.door;
  const master = addPerson(desk, 'master@full.example', 3).account;
  const guest = addPerson(desk, 'guest@full.example', 3).account;
  for (const room of property.rooms) {
    const where = { gid: room.door.gid, channel: room.channel };
    setMaster(cloud, where, master);
    putShare(cloud, where, guest);
  }
  const by = { channel: first.channel };
  arrive(cloud, gid, [
    { ...by, type: 0, secondsAgo: 90 },
    { ...by, type: 1, secondsAgo: 80 },
    { ...by, type: 4, secondsAgo: 70, account: master },
    { ...by, type: 2, secondsAgo: 50, codeName: 'Plumber' },
    { ...by, type: 3, secondsAgo: 40, account: guest },
    { ...by, type: 5, secondsAgo: 30 },
    { ...by, type: 9, secondsAgo: 20 },
  ]);
  const call = (name: string, input: unknown) => run(visitor, name, z.unknown(), input);
  await call('confirmPasswordAction', { password: manager.password });

  await call('saveBuildingDetailsAction', {
    building,
    address: '1 Harbour Road\n20457 Hamburg',
    notes: 'The caretaker lives in 101.',
    was: { address: '', notes: '' },
  });
  await call('chooseZoneAction', { building, zone: 'Asia/Shanghai' });
  await call('saveDoorDetailsAction', {
    gid,
    name: 'Front door',
    place: 'Harbour Road',
    note: 'Sticks in winter.',
    was: { name: '', place: '', note: '' },
  });
  await call('setRuleAction', { building, mode: 'anonymise', days: 3_000 });
  await call('saveHoldAction', {
    id: null,
    building,
    everywhere: false,
    name: 'Break-in',
    reason: 'The police asked for it.',
    from: '2026-01-01',
    to: '2026-01-31',
  });
  await call('connectAccountAction', { id: await connectionOf(visitor) });
  await call('addPhoneAction', {
    name: 'Front desk',
    phone: 'ios',
    pushType: 1,
    appKey: 'key',
    appToken: 'token',
    certificate: 'certificate',
  });
  await call('createViewAction', {
    page: 'events',
    name: 'Plumber',
    query: 'q=Plumber',
    columns: null,
    density: null,
  });

  const read = `/api/readings/stream?${new URLSearchParams({ building, retry: '1' })}`;
  await visitor.read(read);
  await visitor.read('/api/events/newer?refresh=1');
  const batch = await issueDoorcode(visitor, second);
  const room = z.object({ roomKey: z.string(), doors: z.array(z.unknown()) });
  const [flat] = await readRows(visitor, '/api/masters', room);
  if (!flat) throw new Error('the list of masters is empty');
  const { roomKey } = flat;
  await fillRegisters(visitor, roomKey);
  await visitor.read('/api/events/export?format=csv');
  await call('saveScheduleAction', {
    id: '',
    name: 'Every Monday',
    query: 'q=Plumber',
    format: 'xlsx',
    locale: 'en',
    every: 'week',
    weekday: 1,
    monthDay: 1,
    hour: 6,
    zone: 'Asia/Shanghai',
    keepFiles: 7,
  });
  const { jobId } = await run(visitor, 'startMastersJobAction', z.object({ jobId: z.string() }), {
    action: 'replace',
    master: guest,
    selection: { all: false, ids: [roomKey] },
    requestKey: randomUUID(),
    expected: flat.doors.length,
  });
  const codes = await readRows(visitor, '/api/doorcodes', z.object({ id: z.string() }));
  return { batch, code: codes[0]?.id ?? '', job: jobId };
}

/** A tenant who has moved out, and keys in every state, the first with all that can be said of a key. */
async function fillRegisters(visitor: Visitor, roomKey: string): Promise<void> {
  await run(visitor, 'createPersonAction', z.unknown(), {
    name: 'Ada Ng',
    email: 'ada@full.example',
    phone: '+49 40 1234',
    movedIn: '2024-01-01',
    movedOut: '2025-12-31',
    note: 'Has a dog.',
    roomKey,
  });
  const [person] = await readRows(visitor, '/api/people', z.object({ id: z.string() }));
  const key = {
    kind: 'card',
    label: 'Blue',
    holder: '',
    personId: person?.id ?? '',
    roomKey,
    handedOn: '2024-01-01',
    deposit: '25.50',
    currency: 'EUR',
    note: 'Opens the garage too.',
  };
  for (const state of ['returned', 'lost', 'handed-out'])
    await run(visitor, 'createKeyAction', z.unknown(), {
      ...key,
      state,
      number: `C-${state}`,
      endedOn: state === 'handed-out' ? '' : '2025-12-31',
    });
}

async function connectionOf(visitor: Visitor): Promise<string> {
  const { text } = await visitor.read('/connections');
  const [, id] = /"connection":\{"id":"([0-9a-f-]{36})"/.exec(text.replaceAll('\\"', '"')) ?? [];
  if (!id) throw new Error('the page shows no connection');
  return id;
}
