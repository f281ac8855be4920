import { AsyncLocalStorage } from 'node:async_hooks';
import { processSlot } from '../process-slot';

/** What is read of the request at hand: its headers and cookies, never its address, which anybody can forge. */
export type RequestFacts = {
  headers: Pick<Headers, 'get'>;
  cookie(name: string): string | undefined;
};

const shared = processSlot<AsyncLocalStorage<RequestFacts>>('request');
shared.value ??= new AsyncLocalStorage<RequestFacts>();
const standIn = shared.value;

/** The request at hand, inside Next or inside `asRequest`. */
export async function readRequest(): Promise<RequestFacts> {
  const given = standIn.getStore();
  if (given) return given;
  const { cookies, headers } = await import('next/headers');
  const jar = await cookies();
  return { headers: await headers(), cookie: (name) => jar.get(name)?.value };
}

/** Is this a request of Next's, with a page to revalidate and cookies to set? */
export function isInsideNext(): boolean {
  return standIn.getStore() === undefined;
}

/** Runs `run` as if a request with these headers had come: for tests and command lines, which have no Next around. */
export function asRequest<T>(headers: Record<string, string>, run: () => Promise<T>): Promise<T> {
  const all = new Headers(headers);
  return standIn.run({ headers: all, cookie: (name) => cookieOf(all.get('cookie') ?? '', name) }, run);
}

/** The value of one cookie in a Cookie header, as it was sent. */
export function cookieOf(header: string, name: string): string | undefined {
  const pair = header.split(/; */).find((one) => one.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}

/**
 * Did a page of ours make this request? Next itself lets a server action pass that carries no Origin at all. Browsers
 * send Origin with everything that is not a GET, and Sec-Fetch-Site wherever the address is trustworthy.
 */
export function isSameOrigin(headers: Pick<Headers, 'get'>): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return false;
  const origin = headers.get('origin');
  if (origin === null) return site === 'same-origin';
  return isOwnOrigin(origin);
}

/** Origin is ours when it is NEXTAUTH_URL's. What the request says of the host it was sent to proves nothing. */
export function isOwnOrigin(origin: string): boolean {
  const configured = process.env.NEXTAUTH_URL;
  if (!configured || !URL.canParse(configured) || !URL.canParse(origin)) return false;
  return new URL(configured).origin === new URL(origin).origin;
}
