import { createTransport } from 'nodemailer';
import { isLoopbackHost } from '@/lib/db/database-address';
import { getEnv } from '@/lib/env';
import { log } from '@/lib/log';

export function hasMail(): boolean {
  const { DOORDESK_SMTP_URL: url, DOORDESK_MAIL_FROM: from } = getEnv();
  return url !== undefined && from !== undefined;
}

/** Where people open Doordesk. The request's own Host proves nothing. */
export function ownAddress(path: string): string {
  const { NEXTAUTH_URL: own, PORT } = getEnv();
  return `${new URL(own ?? `http://localhost:${PORT}`).origin}${path}`;
}

/** Each step of the server may take this long. */
const stepMs = 10_000;
/** All steps together: a server that goes on answering, a line at a time, would otherwise never end. */
export const mostMs = 15_000;

/**
 * `off`: no mail server is set. `what`: for the log of a failure. What the mail says is shown elsewhere too. `stop`: gives up
 * before the time is over.
 */
export async function sendMail({
  what,
  to,
  write,
  stop,
}: {
  what: string;
  to: string;
  write: () => Promise<{ subject: string; text: string }>;
  stop?: AbortSignal;
}): Promise<'sent' | 'failed' | 'off'> {
  const { DOORDESK_SMTP_URL: secret, DOORDESK_MAIL_FROM: from } = getEnv();
  if (!secret || !from) return 'off';
  const url = secret.reveal();
  const late = new AbortController();
  const deadline = setTimeout(() => late.abort(), mostMs);
  const signal = stop ? AbortSignal.any([late.signal, stop]) : late.signal;
  try {
    const transport = createTransport({
      url,
      // A link in it can open the desk, so it does not travel in the clear.
      requireTLS: !isLoopbackHost(new URL(url).hostname),
      connectionTimeout: stepMs,
      greetingTimeout: stepMs,
      socketTimeout: stepMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    try {
      await transport.sendMail({ from, to: { name: '', address: to }, ...(await write()), signal });
    } finally {
      transport.close();
    }
    return 'sent';
  } catch (error) {
    // The error can repeat what the server said of the address, and of the password.
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    log.warn({ code }, `${what} could not be sent by mail`);
    return 'failed';
  } finally {
    clearTimeout(deadline);
  }
}

export function fillWords(text: string, values: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (all, key) => values[key] ?? all);
}
