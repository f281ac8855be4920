import { beforeAll, expect, test } from 'vitest';
import { GET } from '@/app/api/session/stream/route';
import { endSessions } from '@/lib/auth/session';
import { viewAs } from '@/lib/auth/switch-view';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { memberIn } from '@/lib/testing/member';
import { asStranger, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';

useDatabase();
const { simulator } = useSimulator();
const request = () => new Request('http://doordesk.test/api/session/stream');
const ask = () => GET(request(), { params: Promise.resolve({}) });
let manager: SignedIn;

beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  manager = await signInAs(account, password, 'manager');
});

/** The whole text, once the stream has ended. */
async function open(who: SignedIn): Promise<{ begun: Promise<unknown>; ended: Promise<string> }> {
  const { body } = await who.as(ask);
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  const first = reader?.read();
  const readOn = async () => {
    let text = (await first)?.value ?? '';
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) text += part.value;
    return text;
  };
  return { begun: Promise.resolve(first), ended: readOn() };
}

test('ends with the session, and says nothing until then', async () => {
  const { account, password } = simulator().accounts.landlord;
  const landlord = await signInAs(account, password, 'landlord');
  const stream = await open(landlord);
  await stream.begun;
  await endSessions(getDb(), { ids: [landlord.scope.sessionId], reason: 'signed-out' });
  expect((await stream.ended).replaceAll(': still here\n\n', '')).toBe('');
  expect((await landlord.as(ask)).status).toBe(401);
});

test('ends when the session looks at the desk as another member', async () => {
  const boss = await memberIn({
    workspaceId: manager.scope.workspaceId,
    grants: { workspace: ['members'], everywhere: ['events', 'people'] },
  });
  const other = await memberIn({
    workspaceId: manager.scope.workspaceId,
    grants: { everywhere: ['events'] },
  });
  const stream = await open(boss);
  await stream.begun;
  await viewAs(getDb(), boss.scope.sessionId, other.memberId);
  await stream.ended;
});

test('is refused to strangers', async () => {
  expect((await asStranger(ask)).status).toBe(401);
});
