import type { Desk } from '@/lib/testing/desk';

/** A client over plain HTTP, with cookies like a browser's but no rendering time. */
export type Visitor = {
  /** Sends and stores cookies. Does not follow redirects. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Reads an address to the last byte. Throws unless the status is 200. */
  read(path: string): Promise<{ text: string; tookMs: number }>;
  cookies: Map<string, string>;
};

export type Person = { account: string; password: string; accountType: number };

export function stranger(desk: Pick<Desk, 'url'>): Visitor {
  const cookies = new Map<string, string>();
  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    headers.set('origin', desk.url);
    const response = await fetch(`${desk.url}${path}`, { redirect: 'manual', ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }
  return {
    ask,
    async read(path) {
      const startedAt = performance.now();
      const response = await ask(path);
      const text = await response.text();
      const tookMs = performance.now() - startedAt;
      if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}`);
      return { text, tookMs };
    },
    cookies,
  };
}

/** Signs in as the login page does: first the CSRF token, then the credentials. */
export function trySignIn(visitor: Visitor, who: Person): Promise<Response> {
  const { account, password, accountType } = who;
  return postProvider(visitor, 'credentials', { account, password, account_type: String(accountType) });
}

export async function postProvider(
  visitor: Visitor,
  provider: 'credentials' | 'member' | 'ticket',
  fields: Record<string, string>,
): Promise<Response> {
  const { csrfToken } = (await (await visitor.ask('/api/auth/csrf')).json()) as { csrfToken: string };
  return visitor.ask(`/api/auth/callback/${provider}`, {
    method: 'POST',
    body: new URLSearchParams({ ...fields, csrfToken, json: 'true' }),
  });
}

export async function visit(desk: Pick<Desk, 'url'>, who: Person): Promise<Visitor> {
  const visitor = stranger(desk);
  const answer = await trySignIn(visitor, who);
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`the sign-in as ${who.account} was answered with ${answer.status}`);
  return visitor;
}
