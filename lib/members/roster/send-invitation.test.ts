import { expect, test } from 'vitest';
import { asRequest } from '@/lib/auth/request';
import { preferenceCookies } from '@/lib/i18n/preferences/names';
import { type DripStep, drippingServer } from '@/lib/testing/dripping-server';
import { useFakeTime } from '@/lib/testing/fake-time';
import { bodyOf, useMailServer } from '@/lib/testing/mail-server';
import { inviteAddress, sendInvitation } from './send-invitation';
import { hasMail, mostMs } from './send-mail';

const mail = useMailServer();
const time = useFakeTime();
const { received } = mail;

const invitation = {
  email: 'ines@example.com',
  name: 'Ines',
  by: 'Olga',
  address: 'https://desk.example/invite/token',
  expiresAt: new Date('2026-12-07T08:00:00Z'),
};

const send = (more: Partial<typeof invitation> = {}, locale = 'en') =>
  asRequest({ cookie: `${preferenceCookies.locale}=${locale}` }, () =>
    sendInvitation({ ...invitation, ...more }),
  );

test('without a mail server nothing is sent', async () => {
  expect(hasMail()).toBe(false);
  expect(await send()).toBe('off');
  expect(await asRequest({}, () => sendInvitation({ ...invitation, email: null }))).toBe('none');
});

test('the mail says who invites, and holds the link', async () => {
  mail.set();
  expect(hasMail()).toBe(true);
  expect(await send()).toBe('sent');
  expect(received).toMatchObject([{ from: 'desk@example.com', to: ['ines@example.com'] }]);
  const [{ text } = { text: '' }] = received;
  expect(text).toContain('Subject: Olga invites you to Doordesk');
  expect(text).toContain('https://desk.example/invite/token');
  expect(text).toContain('December 7, 2026');
  expect(text).not.toContain('{');
});

test('it is in the language of the person who invites', async () => {
  mail.set();
  expect(await send({}, 'zh')).toBe('sent');
  expect(bodyOf(received[0])).toContain('邀请您在 Doordesk 中协作');
});

test('a name cannot add lines to the mail’s head', async () => {
  mail.set();
  expect(await send({ by: 'Olga\r\nBcc: other@example.com' })).toBe('sent');
  expect(received.map(({ to }) => to)).toEqual([['ines@example.com']]);
  const [head = ''] = (received[0]?.text ?? '').split('\r\n\r\n');
  expect(head).not.toMatch(/^bcc:/im);
});

test.each([
  ['refuses the message', () => mail.set(), true],
  ['refuses the password', () => mail.set(mail.urlWith('wrong')), false],
  ['does not answer', () => mail.set('smtp://127.0.0.1:9'), false],
])('a server that %s is an outcome, not an error', async (_case, prepare, refuses) => {
  prepare();
  if (refuses) mail.refuse();
  expect(await send()).toBe('failed');
});

test.each<DripStep>(['greeting', 'ehlo', 'data'])(
  'a server that answers the %s a line at a time, without an end, is left after a while',
  async (step) => {
    await using server = await drippingServer(step);
    mail.set(server.url);
    time.stop();
    const sent = send();
    await time.until(() => server.hasBegun());
    // Each line comes sooner than the time-out of a silent server.
    expect(await time.passUntil(sent, () => true, 500)).toBe('failed');
    expect(performance.now()).toBeLessThanOrEqual(mostMs + 500);
    await time.until(() => server.isLeft());
  },
);

test('the link leads to the address that people open', () => {
  const before = process.env.NEXTAUTH_URL;
  process.env.NEXTAUTH_URL = 'https://desk.example/';
  expect(inviteAddress('abc')).toBe('https://desk.example/invite/abc');
  process.env.NEXTAUTH_URL = before;
});
