import { getEnv } from '@/lib/env';

/** RFC 9116 asks for less than a year, so that an abandoned address is noticed. */
const validForMs = 180 * 24 * 60 * 60_000;

export function securityText(now = Date.now()): string {
  const { DOORDESK_SECURITY_CONTACT: contact, NEXTAUTH_URL: own, PORT } = getEnv();
  const address = new URL(own ?? `http://localhost:${PORT}`);
  return [
    // The mailbox that RFC 2142 reserves for this.
    `Contact: ${contact ?? `mailto:security@${address.hostname}`}`,
    `Expires: ${new Date(now + validForMs).toISOString()}`,
    'Preferred-Languages: en, zh',
    `Canonical: ${address.origin}/.well-known/security.txt`,
    '',
  ].join('\n');
}
