import type { Profile, User } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { z } from 'zod';
import { readSessionToken } from '@/lib/auth/cookie';
import { readRequest } from '@/lib/auth/request';
import { Secret } from '@/lib/doordeer/secret';
import { errorCodeOf } from '@/lib/errors';
import { log } from '@/lib/log';
import { intentCookieName } from './oidc-intent';
import type { MemberSignIn } from './open-member-session';
import { readClient, replaceSession, SignInRefused, settleSignIn } from './settle-sign-in';
import { signInWithTicket } from './sign-in-ticket';
import { answerOidc } from './sign-in-with-oidc';
import { passkeyProofSchema, signInWithPasskey } from './sign-in-with-passkey';
import { signInWithPassword } from './sign-in-with-password';

const text = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((value) => !/[\p{Surrogate}\0]/u.test(value));

const passwordSchema = z.object({
  sign_in_name: text(254).min(1),
  password: text(1_024).min(1),
  code: text(60).default(''),
});

const json = z
  .string()
  .max(60_000)
  .transform((value, context) => {
    try {
      const parsed: unknown = JSON.parse(value);
      return parsed;
    } catch {
      context.addIssue({ code: 'custom' });
      return z.NEVER;
    }
  });

const passkeySchema = z
  .object({ challenge: z.string(), response: json })
  .transform(({ challenge, response }) => ({ challengeId: challenge, response }))
  .pipe(passkeyProofSchema);

const ticketSchema = z.object({ ticket: text(200).min(1) });

/** The ways of members that browsers post. OpenID Connect is a way of its own: `oidc-client.ts`. */
export function memberProviders() {
  return [
    Credentials({
      id: 'passkey',
      credentials: { challenge: {}, response: {} },
      authorize: (given, request) =>
        settleParsed(passkeySchema, given, request.headers, (proof, client) =>
          signInWithPasskey(proof, client),
        ),
    }),
    Credentials({
      id: 'member',
      credentials: { sign_in_name: {}, password: { type: 'password' }, code: {} },
      authorize: (given, request) =>
        settleParsed(passwordSchema, given, request.headers, ({ sign_in_name, password, code }, client) =>
          signInWithPassword({ signInName: sign_in_name, password: new Secret(password), code }, client),
        ),
    }),
    Credentials({
      id: 'ticket',
      credentials: { ticket: {} },
      authorize: (given, request) =>
        settleParsed(ticketSchema, given, request.headers, ({ ticket }, client) =>
          signInWithTicket(ticket, client),
        ),
    }),
  ];
}

type Client = Awaited<ReturnType<typeof readClient>>;

async function settleParsed<S extends z.ZodType>(
  schema: S,
  given: unknown,
  headers: Record<string, unknown> | undefined,
  run: (input: z.output<S>, client: Client) => Promise<MemberSignIn>,
): Promise<{ id: string }> {
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new SignInRefused('invalid-input');
  const client = await readClient(String(headers?.['user-agent'] ?? ''));
  return settleSignIn(() => run(parsed.data, client));
}

const claimsSchema = z.object({
  iss: z.string().min(1).max(500),
  sub: z.string().min(1).max(500),
  auth_time: z.number().optional(),
});

/** For next-auth's `signIn` callback. True: `user.id` is the new session's. A text: the page to go to instead. */
export async function settleOidc(user: User, profile: Profile | undefined): Promise<true | string> {
  const { headers, cookie } = await readRequest();
  const claims = claimsSchema.safeParse(profile);
  if (!claims.success) return refusalPage('issuer-failed');
  try {
    const answer = await answerOidc(claims.data, {
      client: await readClient(headers.get('user-agent') ?? ''),
      cookie: cookie(intentCookieName()),
      token: await readSessionToken(),
    });
    if (answer.kind === 'page') return answer.path;
    if (!answer.result.ok) return refusalPage(answer.result.code);
    await replaceSession(answer.result);
    // next-auth gives the same object to the `jwt` callback.
    user.id = answer.result.token;
    return true;
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === 'unexpected') log.error({ err: error }, 'sign-in with OpenID Connect failed');
    return refusalPage(code);
  }
}

function refusalPage(code: string): string {
  return `/login?${new URLSearchParams({ error: code })}`;
}
