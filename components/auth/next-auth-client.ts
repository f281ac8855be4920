import type { ErrorCode } from '@/lib/errors';

/** What the sign-in form learns: nothing but where to go, or why not. */
export type SignInAnswer = { ok: true } | ({ ok: false } & Refusal);

type Refusal = { code: ErrorCode; minutes: number | null; seconds: number | null };

/** next-auth's own browser library does these two requests too, and brings 20 kB of session keeping along. */
export async function postSignIn(form: {
  account: string;
  password: string;
  role: string;
}): Promise<SignInAnswer> {
  try {
    const response = await postAuth('callback/credentials', {
      account: form.account,
      password: form.password,
      account_type: form.role,
    });
    if (response.ok) return { ok: true };
    return { ok: false, ...refusalIn(await response.json()) };
  } catch {
    return { ok: false, code: 'unexpected', minutes: null, seconds: null };
  }
}

/** Resolves once the session is gone. Throws when Doordesk did not answer: the person is then still signed in. */
export async function postSignOut(): Promise<void> {
  const response = await postAuth('signout', {});
  if (!response.ok) throw new Error(`sign-out was answered with ${response.status}`);
}

async function postAuth(path: string, fields: Record<string, string>): Promise<Response> {
  const asked = await fetch('/api/auth/csrf', { cache: 'no-store' });
  if (!asked.ok) return asked;
  const answer: unknown = await asked.json();
  const csrfToken =
    typeof answer === 'object' && answer !== null && 'csrfToken' in answer ? String(answer.csrfToken) : '';
  return fetch(`/api/auth/${path}`, {
    method: 'POST',
    body: new URLSearchParams({ ...fields, csrfToken, callbackUrl: '/', json: 'true' }),
  });
}

/**
 * A refusal comes as the `error` of an address, `code:minutes:seconds`; or as the body's, where the server in front of
 * the pages answers: while it stops, and without its database.
 */
function refusalIn(body: unknown): Refusal {
  const fields = new Map<string, unknown>(Object.entries(body ?? {}));
  const url = String(fields.get('url') ?? '');
  const said = URL.canParse(url) ? new URL(url).searchParams.get('error') : fields.get('error');
  const [code, minutes, seconds] = String(said ?? 'unexpected').split(':');
  // The words for a code that is none of ours fall back by themselves.
  return { code: code as ErrorCode, minutes: Number(minutes) || null, seconds: Number(seconds) || null };
}
