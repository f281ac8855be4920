import { createHook } from 'node:async_hooks';
import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { gidsOf } from '@/lib/auth/own-channels';
import { useDatabase } from '@/lib/testing/database';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { runExclusive } from '../sync/store/run-exclusive';
import { delayAfter } from './door-schedule';
import { feedWorkspace } from './feed-workspace';

useDatabase();
const { simulator } = useSimulator();

let person: SignedIn;

beforeEach(async () => {
  const { account, password } = simulator().accounts.manager;
  person = await signInAs(account, password, 'manager');
});

describe('feeding a workspace', () => {
  it('rests while another reader, such as a page, has every door', async () => {
    const { workspaceId } = person.scope;
    let letGo = () => {};
    const held = new Promise<true>((resolve) => {
      letGo = () => resolve(true);
    });
    const readers = gidsOf(person.scope).map((gid) => runExclusive(`door:${workspaceId}:${gid}`, () => held));
    const stop = new AbortController();
    const work = countPromises();
    const feeding = feedWorkspace(workspaceId, { signal: stop.signal, keep: () => {} });
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const made = work.end();
    const listeners = getEventListeners(stop.signal, 'abort').length;
    stop.abort();
    letGo();
    await Promise.all([...readers, feeding]);
    // A loop without pauses creates a million in this time, one with pauses some hundreds.
    expect(made).toBeLessThan(50_000);
    expect(listeners).toBeLessThan(20);
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  }, 30_000);
});

describe('a door’s rest', () => {
  const turn = { gid: 'G1', dueAt: 0, busy: false, read: true, more: true, failures: 0, looked: false };
  const delay = (idle: number) => delayAfter({ ...turn, idle }, 1);

  it('is none while each reading brings something and there is more', () => {
    expect(delay(0)).toBe(0);
  });

  it('is a quarter of a second after a reading that brought nothing, and more after each further one', () => {
    expect(delay(1)).toBe(250);
    expect(delay(2)).toBe(500);
    expect(delay(100)).toBe(4_000);
  });
});

/** Counts new promises in this process. It sees a loop that never lets the event loop turn. */
function countPromises(): { end(): number } {
  let made = 0;
  const hook = createHook({
    init(_id, type) {
      if (type === 'PROMISE') made += 1;
    },
  }).enable();
  return {
    end() {
      hook.disable();
      return made;
    },
  };
}
