import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { asRequest } from '@/lib/auth/request';
import { preferenceCookies } from '@/lib/i18n/preferences/names';
import { hasMail, inviteAddress, sendInvitation } from './send-invitation';

const received: { from: string; to: string[]; text: string }[] = [];
let refusing = false;
const server = new SMTPServer({
  disabledCommands: ['STARTTLS'],
  authOptional: true,
  onAuth: ({ username, password }, _session, done) =>
    password === 'right' ? done(null, { user: username }) : done(new Error('wrong password')),
  onData(stream, { envelope }, done) {
    const parts: Buffer[] = [];
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('end', () => {
      const from = envelope.mailFrom ? envelope.mailFrom.address : '';
      const to = envelope.rcptTo.map(({ address }) => address);
      received.push({ from, to, text: Buffer.concat(parts).toString() });
      done(refusing ? new Error('the mailbox is full') : null);
    });
  },
});
let url = '';

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  // A listening TCP server has an address with a port.
  const { port } = server.server.address() as AddressInfo;
  url = `smtp://desk:right@127.0.0.1:${port}`;
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
afterEach(() => {
  received.length = 0;
  refusing = false;
  delete process.env.DOORDESK_SMTP_URL;
  delete process.env.DOORDESK_MAIL_FROM;
});

const invitation = {
  email: 'ines@example.com',
  name: 'Ines',
  by: 'Olga',
  address: 'https://desk.example/invite/token',
  expiresAt: new Date('2026-12-07T08:00:00Z'),
};

function setMail(address = url): void {
  process.env.DOORDESK_SMTP_URL = address;
  process.env.DOORDESK_MAIL_FROM = 'Doordesk <desk@example.com>';
}

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
  setMail();
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
  setMail();
  expect(await send({}, 'zh')).toBe('sent');
  const [{ text } = { text: '' }] = received;
  const body = text.split('\r\n\r\n').slice(1).join('');
  expect(Buffer.from(body, 'base64').toString()).toContain('邀请您在 Doordesk 中协作');
});

test('a name cannot add lines to the mail’s head', async () => {
  setMail();
  expect(await send({ by: 'Olga\r\nBcc: other@example.com' })).toBe('sent');
  expect(received.map(({ to }) => to)).toEqual([['ines@example.com']]);
  const [head = ''] = (received[0]?.text ?? '').split('\r\n\r\n');
  expect(head).not.toMatch(/^bcc:/im);
});

test.each([
  ['refuses the message', () => setMail(), true],
  ['refuses the password', () => setMail(url.replace('right', 'wrong')), false],
  ['does not answer', () => setMail('smtp://127.0.0.1:9'), false],
])('a server that %s is an outcome, not an error', async (_case, prepare, refuses) => {
  prepare();
  refusing = refuses;
  expect(await send()).toBe('failed');
});

test('the link leads to the address that people open', () => {
  const before = process.env.NEXTAUTH_URL;
  process.env.NEXTAUTH_URL = 'https://desk.example/';
  expect(inviteAddress('abc')).toBe('https://desk.example/invite/abc');
  process.env.NEXTAUTH_URL = before;
});
