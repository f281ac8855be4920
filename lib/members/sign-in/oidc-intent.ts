import { z } from 'zod';
import { isSecure } from '@/lib/auth/cookie-name';
import { type Db, getDb } from '@/lib/db/client';
import { challengeLifetimeMs, storeChallenge, takeChallenge } from './sign-in-challenge';

/** What the issuer's answer is for, if it is not a sign-in. */
export const intents = ['confirm', 'link', 'invite'] as const;
export type Intent = (typeof intents)[number];

const contentSchema = z.object({
  /** A path of ours to return to. */
  back: z.string(),
  /** What an invited person is called. */
  name: z.string().default(''),
});
type Content = z.input<typeof contentSchema>;

/** `subject`: the session that asks, or the link that is accepted. Returns the cookie's value. */
export async function storeIntent(
  db: Db,
  { intent, subject, ...content }: { intent: Intent; subject: string } & Content,
): Promise<string> {
  const value = Buffer.from(JSON.stringify(contentSchema.parse(content)));
  const id = await storeChallenge(db, { purpose: `oidc-${intent}`, subject, value });
  return `${intent}.${id}`;
}

const cookieSchema = z
  .string()
  .transform((text) => text.split('.'))
  .pipe(z.tuple([z.enum(intents), z.uuid()]));

export async function takeIntent(cookie: string | undefined) {
  const parsed = cookieSchema.safeParse(cookie ?? '');
  if (!parsed.success) return null;
  const [intent, id] = parsed.data;
  const held = await takeChallenge(getDb(), { id, purpose: `oidc-${intent}` });
  if (!held) return null;
  const content = contentSchema.parse(JSON.parse(held.value.toString()));
  return { intent, subject: held.subject ?? '', begunAt: held.begunAt, ...content };
}

export function intentCookieName(): string {
  return isSecure() ? '__Secure-doordesk-oidc' : 'doordesk-oidc';
}

/**
 * The header that goes with the way to the issuer. Without an intent it removes the cookie: what was begun and given up must
 * not meet the next sign-in. Lax, because the browser comes back from another site.
 */
export function intentCookie(intent: string | null): string {
  const age = intent ? Math.floor(challengeLifetimeMs / 1_000) : 0;
  const secure = isSecure() ? '; Secure' : '';
  const value = cookieSchema.safeParse(intent ?? '').success ? intent : '';
  return `${intentCookieName()}=${value}; Path=/api/auth; Max-Age=${age}; HttpOnly; SameSite=Lax${secure}`;
}
