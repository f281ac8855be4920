import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { cookieName, formerCookieName } from '../../auth/cookie-name';
import { policyOfData } from '../../http/security-headers';

/** Pages that need no session. */
const publicPages = new Set(['/login', '/register', '/forgot-password']);

/** A one-time link: who holds it needs no session. Its address is a secret. */
const invitePath = /^\/invite\/[^/]+$/;

/** These get their headers from lib/http/security-headers.ts. */
const notPages = /^\/(api|_next\/static)\//;

/**
 * Gives a page its content security policy, and redirects a browser without a session cookie to the sign-in page. It
 * grants nothing: a cookie proves nothing here, and every loader, action and handler requires a scope. In front of Next,
 * because a middleware of Next would cost each page as much as a statement of the database.
 *
 * @returns false when the request was answered by a redirect
 */
export function preparePage(request: IncomingMessage, response: ServerResponse): boolean {
  const { pathname, search } = addressOf(request);
  if (notPages.test(pathname)) return true;
  response.setHeader('Cache-Control', 'private, no-store');
  if (needsSession(request, pathname)) {
    const isUpgraded = hasCookie(request, formerCookieName);
    const query = new URLSearchParams({
      ...(pathname === '/' ? {} : { from: `${pathname}${search}` }),
      ...(isUpgraded ? { ended: 'upgraded' } : {}),
    });
    response.setHeader('Content-Security-Policy', policyOfData);
    if (isUpgraded) response.setHeader('Set-Cookie', `${formerCookieName}=; Path=/; Max-Age=0; Secure`);
    response.writeHead(307, { Location: query.size > 0 ? `/login?${query}` : '/login' }).end();
    return false;
  }
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy(nonce);
  response.setHeader('Content-Security-Policy', policy);
  if (invitePath.test(pathname)) response.setHeader('Referrer-Policy', 'no-referrer');
  Object.assign(request.headers, {
    // Next reads the nonce from the request's policy and adds it to its own scripts.
    'content-security-policy': policy,
    'x-nonce': nonce,
    // A layout does not know its address. requireScope returns there after sign-in.
    'x-doordesk-path': `${pathname}${search}`,
  });
  return true;
}

function addressOf({ url = '/' }: IncomingMessage): { pathname: string; search: string } {
  // In two arguments, an address such as "//" would replace the host, or throw.
  const { pathname, search, searchParams } = new URL(`http://doordesk.invalid${url}`);
  // Next's own mark of a request for a part of a page. It is not part of the page's address.
  if (!searchParams.has('_rsc')) return { pathname, search };
  searchParams.delete('_rsc');
  return { pathname, search: searchParams.size > 0 ? `?${searchParams}` : '' };
}

function needsSession(request: IncomingMessage, pathname: string): boolean {
  const { method } = request;
  const isPage = !pathname.startsWith('/_next/') && !/\.[a-z0-9]+$/i.test(pathname);
  const isRead = method === 'GET' || method === 'HEAD';
  if (!isPage || !isRead || publicPages.has(pathname) || invitePath.test(pathname)) return false;
  return !hasCookie(request, cookieName());
}

function hasCookie({ headers }: IncomingMessage, name: string): boolean {
  return (headers.cookie ?? '').split(';').some((pair) => pair.trim().startsWith(`${name}=`));
}

function contentSecurityPolicy(nonce: string): string {
  // Development builds evaluate code, use a web socket and have inline styles. Production has none of these.
  const isDevelopment = process.env.NODE_ENV === 'development';
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    isDevelopment ? "style-src-elem 'self' 'unsafe-inline'" : `style-src-elem 'self' 'nonce-${nonce}'`,
    // Popover positions and bar widths are style attributes, which cannot load or run anything.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
    'report-uri /api/csp-report',
  ].join('; ');
}
