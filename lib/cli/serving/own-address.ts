import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { cookieOf } from '../../auth/request';

/**
 * The address that a request was sent to:
 * - `own`: the address of Doordesk (`NEXTAUTH_URL`);
 * - `hidden`: a proxy has replaced that address by another name;
 * - `elsewhere`: the browser is at another address.
 */
export type Address = 'own' | 'hidden' | 'elsewhere';

/** Says to health checks and to `npm run doctor` by which name the request came: `own` or `other`. */
export const hostHeader = 'x-doordesk-host';

/** Set when a browser was redirected to the own address. The value is from `markOf`. */
export const markCookie = 'doordesk-redirected';
export const markSeconds = 2;

/** Trusts browser and proxy: it only chooses between page and redirect, and `isOwnOrigin` judges changes. */
export function judgeAddress(request: IncomingMessage, own: URL): Address {
  const { headers } = request;
  const named = hostOf(headers.host, own);
  if (namesOwn(request, own)) return 'own';
  if (isOwn(headers.origin, own) || isOwn(headers.referer, own)) return 'hidden';
  if (!hasProxy(request, own)) return 'elsewhere';
  // The browser was just redirected here and came back. Another redirect would never end.
  if (cookieOf(headers.cookie ?? '', markCookie) === markOf(request)) return 'hidden';
  const forwarded = hostOf(firstOf(headers['x-forwarded-host']), own);
  if (forwarded) return forwarded.host === own.host ? 'hidden' : 'elsewhere';
  if (!named || !isNameOfUpstream(request, named)) return 'elsewhere';
  return saysProxy(request) || !isNavigation(request) ? 'hidden' : 'elsewhere';
}

export function namesOwn({ headers }: IncomingMessage, own: URL): boolean {
  return hostOf(headers.host, own)?.host === own.host;
}

/** The own address is not where this server listens, so a proxy stands in front of it. */
export function hasProxy(request: IncomingMessage, own: URL): boolean {
  return own.protocol === 'https:' || portOf(own) !== request.socket.localPort;
}

export function markOf({ url, headers }: IncomingMessage): string {
  return createHash('sha256').update(`${headers.host} ${url}`).digest('base64url');
}

/** A proxy that does not pass Host sends the name that it connects to: this machine or a short name, with our port. */
function isNameOfUpstream(request: IncomingMessage, { hostname, port }: URL): boolean {
  const isLocal = hostname === 'localhost' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
  const isShort = isLocal || !hostname.includes('.');
  // Without a port it is nginx's name for an upstream, or the protocol's default port.
  const isOurs = Number(port) === request.socket.localPort || (!port && request.httpVersion === '1.0');
  return isShort && isOurs;
}

function saysProxy({ headers, httpVersion }: IncomingMessage): boolean {
  const signs = ['x-forwarded-for', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via'];
  // No browser uses HTTP/1.0. nginx did for twenty years.
  return httpVersion === '1.0' || signs.some((name) => headers[name] !== undefined);
}

function isNavigation({ headers }: IncomingMessage): boolean {
  const mode = headers['sec-fetch-mode'];
  return mode === undefined ? (headers.accept ?? '').includes('text/html') : mode === 'navigate';
}

function isOwn(address: string | undefined, own: URL): boolean {
  return address !== undefined && URL.canParse(address) && new URL(address).origin === own.origin;
}

/** Returns a Host header as an address, in lower case and without a default port. */
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
