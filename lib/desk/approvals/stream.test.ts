import { beforeEach, expect, test, vi } from 'vitest';
import { readRequestCounts } from '@/lib/abilities/approvals/count-waiting';
import { endSessions } from '@/lib/auth/session';
import { viewAs } from '@/lib/auth/switch-view';
import { getDb } from '@/lib/db/client';
import { revealFixedPasswordAction } from '@/lib/rooms/actions';
import { beginShutdown } from '@/lib/shutdown';
import { closeOffice, type Office, openOffice } from '@/lib/testing/approvals';
import { useDatabase } from '@/lib/testing/database';
import type { SignedIn } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { approveRequestAction } from './actions';
import type { ApprovalNews } from './data';
import { streamApprovals } from './stream';

useDatabase();
const { simulator } = useSimulator();

let office: Office;
beforeEach(async () => {
  await closeOffice();
  office = await openOffice(simulator());
});

async function ask(who: SignedIn, elsewhere = false): Promise<string> {
  const { vendor, first } = office;
  const door = vendor.scope.channels.find(({ buildingName }) => (buildingName !== first) === elsewhere);
  const answer = await who.as(() => revealFixedPasswordAction({ gid: door?.gid, channel: door?.channel }));
  if (answer.ok || !answer.approval) throw new Error('nothing was asked');
  return answer.approval;
}

/** The news of a stream, one after the other, without its comments. */
function listen(who: SignedIn) {
  const stop = new AbortController();
  const decoder = new TextDecoder();
  const reader = streamApprovals(who.scope, stop.signal).getReader();
  const next = async (): Promise<ApprovalNews | 'ended'> => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const text = decoder.decode(part.value);
      if (text.startsWith('data: ')) return JSON.parse(text.slice(6));
    }
    return 'ended';
  };
  return { next, stop: () => stop.abort() };
}

test('tells the asker and every approver who sees the request, at once', async () => {
  const [asker, approver, elsewhere] = [office.ann, office.ben, office.cleo].map(listen);
  if (!asker || !approver || !elsewhere) throw new Error('no streams');
  const first = await Promise.all([asker, approver, elsewhere].map(({ next }) => next()));
  expect(first).toMatchObject([{ own: [] }, { own: [] }, { own: [] }]);
  const id = await ask(office.ann, true);
  expect(await asker.next()).toMatchObject({
    own: [{ id, verb: 'rooms.reveal', state: 'waiting', decidedBy: null, facts: { door: { channel: 1 } } }],
  });
  const news = await approver.next();
  expect(news).toMatchObject({ own: [] });
  expect(news).not.toEqual(first[1]);
  await office.ben.as(() => approveRequestAction({ id }));
  expect(await asker.next()).toMatchObject({ own: [{ id, state: 'approved', decidedBy: 'Ben' }] });
  // What comes first for a person who does not see the other building is a request of this one.
  const here = await ask(office.ann);
  const seen = await elsewhere.next();
  expect(seen).not.toEqual(first[2]);
  expect(JSON.stringify(seen)).not.toContain(here);
  for (const { stop } of [asker, approver, elsewhere]) stop();
});

test('ends when an owner begins to look as another member', async () => {
  const stream = listen(office.ann);
  await stream.next();
  await viewAs(getDb(), office.ann.scope.sessionId, office.ben.memberId);
  await ask(office.vendor);
  expect(await stream.next()).toBe('ended');
});

test('ends with the session', async () => {
  const stream = listen(office.ben);
  await stream.next();
  await endSessions(getDb(), { ids: [office.ben.scope.sessionId], reason: 'expired' });
  expect(await stream.next()).toBe('ended');
});

test('ends with the session within seconds also where no notification is heard', {
  timeout: 5_000,
}, async () => {
  // Of the listener only: the pool is connected already.
  vi.stubEnv('DATABASE_URL', 'postgres://x@127.0.0.1:9/none');
  const stream = listen(office.ben);
  await stream.next();
  await endSessions(getDb(), { ids: [office.ben.scope.sessionId], reason: 'expired' });
  expect(await stream.next()).toBe('ended');
});

test('the count of a page holds what the person can decide', async () => {
  await ask(office.ann);
  await ask(office.ann, true);
  await ask(office.vendor);
  const counts = async ({ scope }: SignedIn) => readRequestCounts(scope);
  expect(await counts(office.ann)).toEqual({ waiting: 1, hasAsked: true });
  expect(await counts(office.ben)).toEqual({ waiting: 3, hasAsked: false });
  expect(await counts(office.cleo)).toEqual({ waiting: 2, hasAsked: false });
  expect(await counts(office.dan)).toEqual({ waiting: 0, hasAsked: false });
  expect(await counts(office.vendor)).toEqual({ waiting: 0, hasAsked: true });
});

// Nothing that watches can start in this process afterwards.
test('ends with this process', async () => {
  const stream = listen(office.ben);
  await stream.next();
  await beginShutdown();
  expect(await stream.next()).toBe('ended');
});
