import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Effect } from '../simulator/faults/faults';
import { type Simulator, startSimulator } from '../simulator/start-simulator';
import { useFakeTime } from '../testing/fake-time';
import { createDoordeerClient, type DoordeerClient } from './client/client';
import { type CallInput, type CallName, contract } from './contract/calls';
import { isVendorError } from './errors';
import { Secret } from './secret';

/** A read may be repeated and is never in doubt. A change is sent once, and may be in doubt. */
const time = useFakeTime();
let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ seed: 'torture', size: 'small', arrivals: false });
});
afterAll(() => simulator.close());

type Observed = {
  what: string;
  outcome: 'rejected' | 'unknown' | null;
  heard: number;
};

type Row = {
  fault: string;
  effect: Effect;
  timeoutMs?: number;
  read: Observed;
  change: Observed;
};

const answered: Observed = { what: 'answered', outcome: null, heard: 1 };
const lost = (what: string): Pick<Row, 'read' | 'change'> => ({
  read: { what, outcome: 'rejected', heard: 2 },
  change: { what, outcome: 'unknown', heard: 1 },
});
const senseless = (what: string): Pick<Row, 'read' | 'change'> => ({
  read: { what, outcome: 'rejected', heard: 1 },
  change: { what, outcome: 'unknown', heard: 1 },
});

const rows: Row[] = [
  { fault: 'slow, but in time', effect: { effect: 'latency', ms: 20 }, read: answered, change: answered },
  {
    fault: 'slower than the limit',
    effect: { effect: 'latency', ms: 5_000 },
    timeoutMs: 150,
    ...lost('transport timeout'),
  },
  {
    fault: 'acts, then answers after the limit',
    effect: { effect: 'late-answer', ms: 5_000 },
    timeoutMs: 150,
    ...lost('transport timeout'),
  },
  { fault: 'drops before acting', effect: { effect: 'drop-before' }, ...lost('transport dropped') },
  { fault: 'drops after acting', effect: { effect: 'drop-after' }, ...lost('transport dropped') },
  { fault: 'cuts the answer', effect: { effect: 'cut' }, ...lost('transport dropped') },
  {
    fault: '429',
    effect: { effect: 'status', status: 429 },
    read: { what: 'transport busy', outcome: 'rejected', heard: 2 },
    change: { what: 'transport busy', outcome: 'rejected', heard: 1 },
  },
  { fault: '500', effect: { effect: 'status', status: 500 }, ...lost('transport http-error') },
  { fault: '503', effect: { effect: 'status', status: 503 }, ...lost('transport unavailable') },
  {
    fault: '404',
    effect: { effect: 'status', status: 404 },
    read: { what: 'transport not-found', outcome: 'rejected', heard: 1 },
    change: { what: 'transport not-found', outcome: 'rejected', heard: 1 },
  },
  { fault: 'bytes without sense', effect: { effect: 'garbage' }, ...lost('decoding') },
  { fault: 'another key', effect: { effect: 'wrong-key' }, ...lost('decoding') },
  { fault: 'half an answer', effect: { effect: 'half' }, ...lost('decoding') },
  { fault: 'an HTML page', effect: { effect: 'html' }, ...lost('transport web-page') },
  { fault: 'plain JSON', effect: { effect: 'plain' }, read: answered, change: answered },
  {
    fault: 'an answer without a result code',
    effect: { effect: 'answer', json: { list: [] } },
    ...senseless('schema'),
  },
  {
    fault: 'a list in place of an answer',
    effect: { effect: 'answer', json: [1, 2] },
    ...senseless('schema'),
  },
  ...[0, -1, 99].map((re) => ({
    fault: `the undocumented result code ${re}`,
    effect: { effect: 'answer', json: { re } } as Effect,
    ...lost('transport undocumented'),
  })),
];

type Sent = { [Name in CallName]: (client: DoordeerClient) => Promise<unknown> };

function sendings(): Sent {
  const { account, password } = simulator.accounts.manager;
  const who = { account, password: new Secret(password) };
  const [flat] = simulator.cloud.world
    .rooms()
    .filter(({ label, door }) => label !== '' && door.locks.length > 0);
  if (!flat) throw new Error('the simulator has a flat');
  const room = { ...who, gid: flat.door.gid, channel: flat.channel };
  const other = simulator.accounts.lodger.account;
  const send =
    <Name extends CallName>(name: Name, input: CallInput<Name>) =>
    (client: DoordeerClient) =>
      client.call(name, input, { retries: 1 });
  return {
    register: send('register', { ...who, email: account, role: 'tenant', language: 'en' }),
    listChannels: send('listChannels', { ...who, role: 'manager' }),
    updatePushPhones: send('updatePushPhones', {
      ...who,
      phones: [
        { pushType: 1, phone: 'ios', appKey: 'k', appToken: 't', certificate: 'c', popupActivity: '' },
      ],
    }),
    createDoorcode: send('createDoorcode', {
      ...room,
      lockIds: flat.door.locks.map(({ id }) => id),
      name: 'Cleaner',
      from: { date: '2026-01-01', time: '09:00:00' },
      to: { date: '2036-01-01', time: '09:00:00' },
    }),
    assignMaster: send('assignMaster', { ...room, master: other }),
    changeMaster: send('changeMaster', { ...room, action: 'replace', master: other }),
    addShare: send('addShare', { ...room, subMaster: other }),
    removeShare: send('removeShare', { ...room, subMaster: other }),
    revokeDoorcode: send('revokeDoorcode', { ...who, digits: '12345678' }),
    resetPassword: send('resetPassword', { account, by: 'email' }),
    listShares: send('listShares', room),
    signOut: send('signOut', who),
    getMaster: send('getMaster', room),
    listEvents: send('listEvents', { ...room, start: 1, end: 5 }),
    listDoorcodes: send('listDoorcodes', { ...room, start: 1, count: 5 }),
    uploadPicture: send('uploadPicture', { ...who, file: tinyPng, extension: 'png' }),
  };
}

const tinyPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

async function observe(promise: Promise<unknown>): Promise<Pick<Observed, 'what' | 'outcome'>> {
  try {
    await promise;
    return { what: 'answered', outcome: null };
  } catch (error) {
    if (!isVendorError(error)) throw error;
    // A refusal in the document's words is an answer too: this world refuses some of the calls.
    if (error.kind === 'result') return { what: 'answered', outcome: null };
    return { what: [error.kind, error.reason].filter(Boolean).join(' '), outcome: error.outcome };
  }
}

const names = Object.keys(contract) as CallName[];

describe.each(rows)('a cloud that answers with $fault', ({ effect, timeoutMs = 10_000, read, change }) => {
  it.each(names)('%s', async (name) => {
    simulator.reset();
    const { path, safe } = contract[name];
    simulator.faults.next({ ...effect, call: path, times: null });
    const client = createDoordeerClient({
      url: simulator.url,
      key: simulator.key,
      comid: simulator.comid,
      timeoutMs,
      maxConcurrency: 4,
    });
    try {
      time.stop();
      const sent = observe(sendings()[name](client));
      const seen = await time.passUntil(sent, () => client.load.inFlight <= simulator.stats().inFlight);
      // Calls that a fault delays are logged only after it ends.
      simulator.faults.clear();
      const calls = () => simulator.log().filter(({ call }) => call === path).length;
      await time.until(() => calls() > 0);
      // After a time-out, a call for a person has no time left for a second try.
      const heard = safe && timeoutMs < 1_000 ? read.heard : calls();
      expect({ ...seen, heard }).toEqual(safe ? read : change);
    } finally {
      await client.close();
      simulator.faults.clear();
    }
  });
});
