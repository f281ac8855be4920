import { createTransport } from 'nodemailer';
import { readRequest } from '@/lib/auth/request';
import { isLoopbackHost } from '@/lib/db/database-address';
import { getEnv } from '@/lib/env';
import { chooseLocale } from '@/lib/i18n/choose-locale';
import { type Locale, preferenceCookies } from '@/lib/i18n/preferences/names';
import { log } from '@/lib/log';
import { visibleText } from '@/lib/text/visible-text';

/** `off`: no mail server is set. `none`: no address was given. */
export type MailOutcome = 'sent' | 'failed' | 'off' | 'none';

export function hasMail(): boolean {
  const { DOORDESK_SMTP_URL: url, DOORDESK_MAIL_FROM: from } = getEnv();
  return url !== undefined && from !== undefined;
}

/** Where people open Doordesk. The request's own Host proves nothing. */
export function inviteAddress(token: string): string {
  const { NEXTAUTH_URL: own, PORT } = getEnv();
  return `${new URL(own ?? `http://localhost:${PORT}`).origin}/invite/${token}`;
}

type Mail = { from: string; to: string; name: string; by: string; address: string; expiresAt: Date };

/** The link works without it, so a failure is only reported. */
export async function sendInvitation(invitation: {
  email: string | null;
  name: string;
  by: string;
  address: string;
  expiresAt: Date;
}): Promise<MailOutcome> {
  const { DOORDESK_SMTP_URL: url, DOORDESK_MAIL_FROM: from } = getEnv();
  const { email: to } = invitation;
  if (!to) return 'none';
  if (!url || !from) return 'off';
  try {
    await send(url.reveal(), { ...invitation, from, to });
    return 'sent';
  } catch (error) {
    // The error can repeat what the server said of the address, and of the password.
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    log.warn({ code }, 'an invitation could not be sent by mail');
    return 'failed';
  }
}

const mostMs = 10_000;

async function send(url: string, { from, to, ...mail }: Mail): Promise<void> {
  const transport = createTransport({
    url,
    // The link opens the desk, so it does not travel in the clear.
    requireTLS: !isLoopbackHost(new URL(url).hostname),
    connectionTimeout: mostMs,
    greetingTimeout: mostMs,
    socketTimeout: mostMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const { subject, text } = await writeMail(mail);
  try {
    await transport.sendMail({ from, to: { name: '', address: to }, subject, text });
  } finally {
    transport.close();
  }
}

const words: Record<Locale, () => Promise<{ subject: string; text: string }>> = {
  en: async () => (await import('@/lib/i18n/messages/en/members')).members.mail,
  zh: async () => (await import('@/lib/i18n/messages/zh/members')).members.mail,
};

/** In the language of the person who invites. From the message files, because verbs also run without Next. */
async function writeMail({
  name,
  by,
  address,
  expiresAt,
}: Omit<Mail, 'from' | 'to'>): Promise<{ subject: string; text: string }> {
  const { headers, cookie } = await readRequest();
  const locale = chooseLocale(cookie(preferenceCookies.locale), headers.get('accept-language'));
  const until = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(expiresAt);
  const values: Record<string, string> = { name: visibleText(name), by: visibleText(by), address, until };
  const filled = (text: string) => text.replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
  const { subject, text } = await words[locale]();
  return { subject: filled(subject), text: filled(text) };
}
