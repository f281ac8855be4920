import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readMaster, refreshRoom } from '../readings/refresh-room';
import { useDatabase } from '../testing/database';
import { type SignedIn, signInAs } from '../testing/scope';
import { useSimulator } from '../testing/simulator';
import { closeDoordeer, endDoordeer, getDoordeer } from './cloud-client';

useDatabase();
const { simulator } = useSimulator();

let a: SignedIn;
let b: SignedIn;

beforeEach(async () => {
  simulator().reset();
  const { landlord, otherLandlord } = simulator().accounts;
  a = await signInAs(landlord.account, landlord.password, 'landlord');
  b = await signInAs(otherLandlord.account, otherLandlord.password, 'landlord');
});
afterEach(() => simulator().faults.clear());

const roomOf = ({ scope }: SignedIn) => {
  const [channel] = scope.channels.filter(({ relation }) => relation === 'landlord');
  if (!channel) throw new Error('the made-up world gives this landlord no room');
  return channel;
};
const callsOf = ({ scope }: SignedIn) =>
  simulator()
    .log()
    .filter(({ account }) => account === scope.account).length;

it('a process that ends cancels its calls, and later ones too', async () => {
  simulator().faults.next({ effect: 'latency', ms: 600_000, account: a.scope.account, times: null });
  const hanging = readMaster(a.scope, roomOf(a), {}).catch((error: unknown) => error);
  await expect.poll(() => callsOf(a)).toBeGreaterThan(0);
  const before = callsOf(b);
  await endDoordeer();
  expect(await hanging).toMatchObject({ reason: 'aborted' });
  await expect(readMaster(b.scope, roomOf(b), {})).rejects.toMatchObject({ reason: 'aborted' });
  expect(callsOf(b)).toBe(before);
  await closeDoordeer();
});

describe('while the calls of one account hang', () => {
  it('another reads a room and a third signs in before any of them ends', async () => {
    simulator().faults.next({ effect: 'latency', ms: 600_000, account: a.scope.account, times: null });
    let ended = 0;
    const hanging = Array.from({ length: 64 }, () =>
      readMaster(a.scope, roomOf(a), { priority: 'filling' }).finally(() => {
        ended += 1;
      }),
    );
    await expect.poll(() => getDoordeer().load.inFlight).toBe(16);
    const reading = await readMaster(b.scope, roomOf(b));
    const { account, password } = simulator().accounts.guest;
    await signInAs(account, password, 'tenant');
    expect(reading.state).toBe('ok');
    expect(ended).toBe(0);
    simulator().faults.clear();
    await Promise.all(hanging);
  }, 60_000);
});

describe('an account that the cloud asks to wait for an hour', () => {
  it('sends nothing more, and others continue', async () => {
    const asked = { effect: 'status', status: 429, retryAfterSeconds: 3_600 } as const;
    simulator().faults.next({ ...asked, account: a.scope.account, times: null });
    expect((await readMaster(a.scope, roomOf(a))).state).toBe('failed');
    const before = callsOf(a);
    expect(await readMaster(a.scope, roomOf(a))).toMatchObject({ state: 'failed', errorCode: 'cloud-busy' });
    expect(callsOf(a)).toBe(before);
    await refreshRoom(b.scope, roomOf(b).roomKey);
    expect((await readMaster(b.scope, roomOf(b))).state).toBe('ok');
  });
});
