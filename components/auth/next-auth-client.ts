import type { ErrorCode } from '@/lib/errors';

export type SignInAnswer = { ok: true } | ({ ok: false } & Refusal);

/** `left`: tries that are left, if they are too few for what was asked. */
export type Refusal = {
  code: ErrorCode;
  minutes: number | null;
  seconds: number | null;
  left: number | null;
};

/** With the vendor's account. */
export function postSignIn(form: { account: string; password: string; role: string }): Promise<SignInAnswer> {
  const { account, password, role } = form;
  return postProvider('credentials', { account, password, account_type: role });
}

/** next-auth's own browser library makes the same two requests, with 20 kB of session handling. */
export async function postProvider(
  provider: 'credentials' | 'passkey' | 'member' | 'ticket',
  fields: Record<string, string>,
): Promise<SignInAnswer> {
  try {
    const response = await postAuth(`callback/${provider}`, fields);
    if (response.ok) return { ok: true };
    return { ok: false, ...refusalIn(await response.json()) };
  } catch {
    return { ok: false, ...refusalOf('unexpected') };
  }
}

export function refusalOf(code: ErrorCode): Refusal {
  return { code, minutes: null, seconds: null, left: null };
}

/** Resolves when the session has ended. Throws if Doordesk did not answer: the person is then still signed in. */
export async function postSignOut(): Promise<void> {
  const response = await postAuth('signout', {});
  if (!response.ok) throw new Error(`sign-out was answered with ${response.status}`);
}

/** Posts a form of next-auth with its token. */
export async function postAuth(path: string, fields: Record<string, string>): Promise<Response> {
  const asked = await fetch('/api/auth/csrf', { cache: 'no-store' });
  if (!asked.ok) return asked;
  const answer: unknown = await asked.json();
  const csrfToken =
    typeof answer === 'object' && answer !== null && 'csrfToken' in answer ? String(answer.csrfToken) : '';
  return fetch(`/api/auth/${path}`, {
    method: 'POST',
    body: new URLSearchParams({ callbackUrl: '/', ...fields, csrfToken, json: 'true' }),
  });
}

/**
 * A refusal is the `error` of an address, `code:minutes:seconds:left`. From the server in front of the pages, while it
 * stops or has no database, it is the `error` of the body.
 */
function refusalIn(body: unknown): Refusal {
  const fields = new Map<string, unknown>(Object.entries(body ?? {}));
  const url = String(fields.get('url') ?? '');
  const said = URL.canParse(url) ? new URL(url).searchParams.get('error') : fields.get('error');
  const [code, ...numbers] = String(said ?? 'unexpected').split(':');
  // An unknown code gets the texts of `unexpected`.
  const [minutes = null, seconds = null, left = null] = numbers.map((number) => Number(number) || null);
  return { code: code as ErrorCode, minutes, seconds, left };
}
