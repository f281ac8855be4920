import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll } from 'vitest';

type Mail = { from: string; to: string[]; text: string };

/** The text of a mail of one part, as a person reads it. */
export function bodyOf(mail: Mail | undefined): string {
  const [head = '', ...rest] = (mail?.text ?? '').split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  if (/encoding: base64/i.test(head)) return Buffer.from(body, 'base64').toString();
  if (!/encoding: quoted-printable/i.test(head)) return body;
  const bytes = body
    .replaceAll('=\r\n', '')
    .replace(/=([0-9A-F]{2})/g, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

/** A mail server of the test. `set` names it in the settings, as do further ones until the test ends. */
export function useMailServer() {
  const received: Mail[] = [];
  let refusing = false;
  let url = '';
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

  return {
    received,
    set(address = url): void {
      process.env.DOORDESK_SMTP_URL = address;
      process.env.DOORDESK_MAIL_FROM = 'Doordesk <desk@example.com>';
    },
    /** It takes no other password. */
    urlWith: (password: string) => url.replace('right', password),
    refuse(): void {
      refusing = true;
    },
  };
}
