import { AsyncLocalStorage } from 'node:async_hooks';
import { processSlot } from '../process-slot';

export type RequestFacts = {
  headers: Pick<Headers, 'get'>;
  cookie(name: string): string | undefined;
};

const shared = processSlot<AsyncLocalStorage<RequestFacts>>('request');
shared.value ??= new AsyncLocalStorage<RequestFacts>();
const standIn = shared.value;

export async function readRequest(): Promise<RequestFacts> {
  const given = standIn.getStore();
  if (given) return given;
  const { cookies, headers } = await import('next/headers');
  const jar = await cookies();
  return { headers: await headers(), cookie: (name) => jar.get(name)?.value };
}

export function isInsideNext(): boolean {
  return standIn.getStore() === undefined;
}

/** Runs `run` as if a request with these headers had come: for tests and commands, which run without Next. */
export function asRequest<T>(headers: Record<string, string>, run: () => Promise<T>): Promise<T> {
  const all = new Headers(headers);
  return standIn.run({ headers: all, cookie: (name) => cookieOf(all.get('cookie') ?? '', name) }, run);
}

export function cookieOf(header: string, name: string): string | undefined {
  const pair = header.split(/; */).find((one) => one.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}

/**
 * Whether one of our pages made this request. Next accepts a server action without an Origin. Browsers send Origin with
 * every request except GET, and Sec-Fetch-Site wherever the address is trustworthy.
 */
export function isSameOrigin(headers: Pick<Headers, 'get'>): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return false;
  const origin = headers.get('origin');
  if (origin === null) return site === 'same-origin';
  return isOwnOrigin(origin);
}

/** Compares with NEXTAUTH_URL. The request's own Host proves nothing. */
export function isOwnOrigin(origin: string): boolean {
  const configured = process.env.NEXTAUTH_URL;
  if (!configured || !URL.canParse(configured) || !URL.canParse(origin)) return false;
  return new URL(configured).origin === new URL(origin).origin;
}
