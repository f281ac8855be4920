import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { definePublicVerb, defineVerb, type VerbDefinition } from '@/lib/abilities/verb';
import { checkPassword } from '@/lib/auth/check-password';
import { type Check, confirmIdentity } from '@/lib/auth/confirm-identity';
import { channelOf } from '@/lib/auth/own-channels';
import { asRequest } from '@/lib/auth/request';
import { tabHeader, tabOwner } from '@/lib/auth/tab-header';
import { getDb } from '@/lib/db/client';
import { VendorError } from '@/lib/doordeer/errors';
import { Secret } from '@/lib/doordeer/secret';
import { DeskError } from '@/lib/errors';
import { useDatabase } from '@/lib/testing/database';
import { asStranger, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { actionOf, publicActionOf } from './action';

useDatabase();
const { simulator } = useSimulator();

let manager: SignedIn;
let tenant: SignedIn;
let done: unknown[] = [];

beforeAll(async () => {
  const { accounts } = simulator();
  manager = await signInAs(accounts.manager.account, accounts.manager.password, 'manager');
  tenant = await signInAs(accounts.tenant.account, accounts.tenant.password, 'tenant');
});
beforeEach(() => {
  done = [];
});

const input = z.object({ gid: z.string('required').min(1, 'required'), channel: z.int('badNumber') });
type Definition = VerbDefinition<typeof input, string>;

const action = (change: Partial<Definition> = {}) =>
  actionOf(
    defineVerb({
      name: 'test.do',
      input,
      ability: (scope, target) => {
        if (!channelOf(scope, target)) return 'not-found';
        return scope.role === 'manager' ? null : 'not-allowed';
      },
      subject: ({ gid }) => gid,
      run: async ({ input: target }) => {
        done.push(target);
        return 'did it';
      },
      ...change,
    }),
  );

function own(who: SignedIn) {
  const channel = who.scope.channels[0];
  if (!channel) throw new Error('no channel');
  return { gid: channel.gid, channel: channel.channel };
}

async function entries(from: number) {
  return getDb()
    .selectFrom('audit_entry')
    .select(['seq', 'action', 'subject', 'outcome', 'detail', 'account', 'intent_seq'])
    .where('seq', '>', from)
    .orderBy('seq')
    .execute();
}

async function lastSeq(): Promise<number> {
  return (await getDb().selectFrom('audit_head').select('seq').executeTakeFirstOrThrow()).seq;
}

test('does it, and records the intent before and the outcome after', async () => {
  const from = await lastSeq();
  const target = own(manager);
  expect(await manager.as(() => action()(target))).toEqual({ ok: true, data: 'did it' });
  expect(done).toEqual([target]);
  expect(await entries(from)).toMatchObject([
    { seq: from + 1, outcome: 'intent', subject: target.gid, account: manager.scope.account },
    { outcome: 'done', intent_seq: from + 1 },
  ]);
});

describe('does nothing', () => {
  test('for a stranger', async () => {
    expect(await asStranger(() => action()(own(manager)))).toEqual({ ok: false, code: 'signed-out' });
  });

  test('for a forged or foreign cookie', async () => {
    const forged = {
      host: 'doordesk.test',
      origin: 'http://doordesk.test',
      cookie: 'next-auth.session-token=made-up',
    };
    expect(await asRequest(forged, () => action()(own(manager)))).toEqual({ ok: false, code: 'signed-out' });
  });

  test('for a page of another site, and for a request that does not say where it comes from', async () => {
    const { cookie } = manager;
    const requests: Record<string, string>[] = [
      { cookie, host: 'doordesk.test', origin: 'https://evil.example' },
      { cookie, host: 'doordesk.test', origin: 'null' },
      { cookie, host: 'evil', origin: 'http://evil' },
      { cookie, host: 'doordesk.test', origin: 'http://doordesk.test', 'sec-fetch-site': 'cross-site' },
      { cookie, host: 'doordesk.test', origin: 'http://doordesk.test', 'sec-fetch-site': 'same-site' },
      { cookie, host: 'doordesk.test' },
    ];
    for (const headers of requests) {
      const answer = await asRequest(headers, () => action()(own(manager)));
      expect(answer).toEqual({ ok: false, code: 'not-allowed' });
    }
  });

  test('for a tab that still shows another workspace or person', async () => {
    const headers = { host: 'doordesk.test', origin: 'http://doordesk.test', cookie: manager.cookie };
    const from = (tab: string) => asRequest({ ...headers, [tabHeader]: tab }, () => action()(own(manager)));
    expect(await from(tabOwner({ ...manager.scope, workspaceId: crypto.randomUUID() }))).toEqual({
      ok: false,
      code: 'other-workspace',
    });
  });

  test('with bad input, and says at which field', async () => {
    for (const [raw, fields] of [
      [{ gid: '', channel: 1 }, { gid: 'required' }],
      [{ gid: 'x', channel: 'one' }, { channel: 'badNumber' }],
      [undefined, { form: 'required' }],
      [null, { form: 'required' }],
      ['text', { form: 'invalid' }],
    ] as const) {
      const answer = await manager.as(() => action()(raw));
      expect(answer).toEqual({ ok: false, code: 'invalid-input', fields });
    }
  });

  test('to another account’s door, and records the refusal', async () => {
    const from = await lastSeq();
    const strange = manager.scope.channels.find((channel) => !channelOf(tenant.scope, channel));
    expect(strange).toBeDefined();
    expect(await tenant.as(() => action()(strange))).toEqual({ ok: false, code: 'not-found' });
    expect(await entries(from)).toMatchObject([{ outcome: 'refused', detail: { code: 'not-found' } }]);
  });

  test('for the wrong role', async () => {
    expect(await tenant.as(() => action()(own(tenant)))).toEqual({ ok: false, code: 'not-allowed' });
  });

  test('when the audit entry cannot be written', async () => {
    await getDb().schema.alterTable('audit_entry').renameTo('audit_entry_away').execute();
    const answer = await manager.as(() => action()(own(manager)));
    await getDb().schema.alterTable('audit_entry_away').renameTo('audit_entry').execute();
    expect(answer).toEqual({ ok: false, code: 'audit-unavailable' });
  });

  test('when the head of the audit log is not Doordesk’s own', async () => {
    const head = await getDb().selectFrom('audit_head').select('head_mac').executeTakeFirstOrThrow();
    const setHead = (mac: Buffer) =>
      getDb()
        .transaction()
        .execute(async (trx) => {
          await sql`set local session_replication_role = replica`.execute(trx);
          await trx.updateTable('audit_head').set({ head_mac: mac }).execute();
        });
    await setHead(Buffer.alloc(32));
    const answer = await manager.as(() => action()(own(manager)));
    await setHead(head.head_mac);
    expect(answer).toEqual({ ok: false, code: 'audit-unavailable' });
  });

  test('until the password was typed again, which lasts ten minutes', async () => {
    const guarded = action({ needsIdentity: () => true });
    const target = own(manager);
    expect(await manager.as(() => guarded(target))).toEqual({ ok: false, code: 'password-needed' });
    const { password } = simulator().accounts.manager;
    const typed =
      (text: string): Check =>
      (scope, now) =>
        checkPassword(scope, new Secret(text), now);
    expect(await confirmIdentity(manager.scope, typed('wrong'))).toEqual({
      ok: false,
      code: 'wrong-password',
    });
    expect(await manager.as(() => guarded(target))).toMatchObject({ code: 'password-needed' });
    expect(await confirmIdentity(manager.scope, typed(password))).toEqual({ ok: true });
    expect(await manager.as(() => guarded(target))).toMatchObject({ ok: true });
    await getDb()
      .updateTable('session')
      .set({ reauthenticated_at: new Date(Date.now() - 10 * 60_000) })
      .where('id', '=', manager.scope.sessionId)
      .execute();
    done = [];
    expect(await manager.as(() => guarded(target))).toMatchObject({ code: 'password-needed' });
  });

  beforeEach(() => {
    done = [];
    return () => {
      // The one test above in which the action may run empties this itself.
      expect(done).toEqual([]);
    };
  });
});

describe('reports the outcome', () => {
  const failing = (error: Error) => action({ run: () => Promise.reject(error) });
  const refused = new VendorError({
    call: 'assignMaster',
    kind: 'result',
    reason: 'wrong-account',
    resultCode: 6,
    retryable: false,
    outcome: 'rejected',
  });
  const lost = new VendorError({
    call: 'assignMaster',
    kind: 'transport',
    reason: 'dropped',
    retryable: true,
    outcome: 'unknown',
  });

  test.each([
    [refused, 'refused-wrong-account', 'refused'],
    [lost, 'cloud-dropped', 'unknown'],
    [new DeskError('conflict'), 'conflict', 'refused'],
    [new Error('a bug'), 'unexpected', 'failed'],
  ] as const)('of %s', async (error, code, outcome) => {
    const from = await lastSeq();
    expect(await manager.as(() => failing(error)(own(manager)))).toEqual({ ok: false, code });
    expect((await entries(from)).at(-1)).toMatchObject({ outcome, detail: { code }, intent_seq: from + 1 });
  });

  test('with what was noted on the way', async () => {
    const from = await lastSeq();
    const noting = action({
      run: async ({ audit }) => {
        audit.note({ doors: 2 });
        audit.outcome('unknown');
        await audit.record({ subject: 'one of many', outcome: 'done' });
        return '';
      },
    });
    await manager.as(() => noting(own(manager)));
    expect(await entries(from)).toMatchObject([
      { outcome: 'intent' },
      { subject: 'one of many', outcome: 'done' },
      { outcome: 'unknown', detail: { doors: 2 } },
    ]);
  });
});

test('a form’s fields are read like an object', async () => {
  const form = actionOf(
    defineVerb({
      name: 'test.form',
      input: z.object({ name: z.string() }),
      ability: () => null,
      run: async ({ input: { name } }) => name,
    }),
  );
  const data = new FormData();
  data.set('name', '门');
  expect(await manager.as(() => form(data))).toEqual({ ok: true, data: '门' });
});

describe('an action for strangers', () => {
  const open = publicActionOf(
    definePublicVerb({
      name: 'test.open',
      input: z.object({ account: z.string('required').min(1, 'required') }),
      account: ({ account }) => account,
      throttle: ({ account }) => [{ bucket: `test:${account}`, limit: 2, windowMs: 60_000 }],
      run: async () => {
        done.push(1);
      },
    }),
  );

  test('is done no more often than its throttle allows', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => asStranger(() => open({ account: 'a@example.com' }))),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(2);
    expect(answers.find((answer) => !answer.ok)).toEqual({ ok: false, code: 'throttled', minutes: 1 });
    expect(done).toHaveLength(2);
  });

  test('is refused to another site’s page', async () => {
    const foreign = { host: 'doordesk.test', origin: 'https://evil.example' };
    expect(await asRequest(foreign, () => open({ account: 'b' }))).toMatchObject({ code: 'not-allowed' });
    expect(await asRequest({ host: 'doordesk.test' }, () => open({ account: 'b' }))).toMatchObject({
      ok: false,
    });
    expect(done).toEqual([]);
  });
});
