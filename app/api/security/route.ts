import { securityText } from '@/lib/http/security-text';

/** `/.well-known/security.txt`: whom to tell of a security fault (RFC 9116). */
export function GET(): Response {
  return new Response(securityText(), { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}

export const dynamic = 'force-dynamic';
