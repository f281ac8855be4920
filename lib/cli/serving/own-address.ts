import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { cookieOf } from '../../auth/request';

/**
 * Where a request was sent to, as far as it tells:
 * - `own`: it names the address of Doordesk (`NEXTAUTH_URL`);
 * - `hidden`: a proxy has put another name in the place of that address;
 * - `elsewhere`: the browser is at another address.
 */
export type Address = 'own' | 'hidden' | 'elsewhere';

/** Tells who watches this process, and `npm run doctor`, by which name the request came: `own` or `other`. */
export const hostHeader = 'x-doordesk-host';

/** Remembers for a moment that a browser was sent to the own address; with `markOf` as its value. */
export const markCookie = 'doordesk-redirected';
export const markSeconds = 2;

/**
 * Judges by what a browser or a proxy says of itself. A lie gains nothing: this only decides between a page and a
 * redirect, and changes are judged by their origin (`isOwnOrigin`).
 */
export function judgeAddress(request: IncomingMessage, own: URL): Address {
  const { headers } = request;
  const named = hostOf(headers.host, own);
  if (namesOwn(request, own)) return 'own';
  if (isOwn(headers.origin, own) || isOwn(headers.referer, own)) return 'hidden';
  if (!hasProxy(request, own)) return 'elsewhere';
  // It was sent to the own address a moment ago, and comes from there: sending it again would never end.
  if (cookieOf(headers.cookie ?? '', markCookie) === markOf(request)) return 'hidden';
  const forwarded = hostOf(firstOf(headers['x-forwarded-host']), own);
  if (forwarded) return forwarded.host === own.host ? 'hidden' : 'elsewhere';
  if (!named || !isNameOfUpstream(request, named)) return 'elsewhere';
  return saysProxy(request) || !isNavigation(request) ? 'hidden' : 'elsewhere';
}

/** Is its Host the own address? */
export function namesOwn({ headers }: IncomingMessage, own: URL): boolean {
  return hostOf(headers.host, own)?.host === own.host;
}

/** The own address is not where this server listens, so something stands in front of it. */
export function hasProxy(request: IncomingMessage, own: URL): boolean {
  return own.protocol === 'https:' || portOf(own) !== request.socket.localPort;
}

/** The value of the cookie by which a redirect that led nowhere is known again. */
export function markOf({ url, headers }: IncomingMessage): string {
  return createHash('sha256').update(`${headers.host} ${url}`).digest('base64url');
}

/** A proxy that keeps Host for itself names what it was told to connect to: this machine, or a short name, and our port. */
function isNameOfUpstream(request: IncomingMessage, { hostname, port }: URL): boolean {
  const isLocal = hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
  const isShort = isLocal || !hostname.includes('.');
  // Without a port it is the name that nginx has for an upstream, or the protocol's own port.
  const isOurs = Number(port) === request.socket.localPort || (!port && request.httpVersion === '1.0');
  return isShort && isOurs;
}

function saysProxy({ headers, httpVersion }: IncomingMessage): boolean {
  const signs = ['x-forwarded-for', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via'];
  // No browser speaks HTTP/1.0; nginx did so for twenty years.
  return httpVersion === '1.0' || signs.some((name) => headers[name] !== undefined);
}

function isNavigation({ headers }: IncomingMessage): boolean {
  const mode = headers['sec-fetch-mode'];
  return mode === undefined ? (headers.accept ?? '').includes('text/html') : mode === 'navigate';
}

function isOwn(address: string | undefined, own: URL): boolean {
  return address !== undefined && URL.canParse(address) && new URL(address).origin === own.origin;
}

/** A Host header as an address: without the port that the protocol has anyway, in lower case. */
function hostOf(header: string | undefined, own: URL): URL | null {
  const text = `${own.protocol}//${header ?? ''}`;
  if (!header || !/^[\w.:[\]-]+$/.test(header) || !URL.canParse(text)) return null;
  return new URL(text);
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return (Array.isArray(header) ? header[0] : header)?.split(',')[0]?.trim();
}

function portOf({ port, protocol }: URL): number {
  return Number(port) || (protocol === 'https:' ? 443 : 80);
}
