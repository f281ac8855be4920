import { type NextRequest, NextResponse } from 'next/server';
import { cookieName } from '@/lib/auth/cookie-name';
import { policyOfData } from '@/lib/http/security-headers';

const isDevelopment = process.env.NODE_ENV === 'development';

/** Pages for whoever is not signed in yet. */
const publicPages = new Set(['/login', '/register', '/forgot-password']);

// Handlers and static files have all their headers from lib/http/security-headers.ts, and need not wait for this.
export const config = { matcher: ['/((?!api/|_next/static/).*)'] };

/**
 * Sets the policy of a page's scripts and sends a browser without a session cookie to the sign-in page. It never decides
 * who may do what: a cookie proves nothing here, and every loader, action and handler asks for a scope.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const isPage = !pathname.startsWith('/_next/') && !/\.[a-z0-9]+$/i.test(pathname);
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isPage && isRead && !publicPages.has(pathname) && !request.cookies.has(cookieName())) {
    const login = request.nextUrl.clone();
    login.pathname = '/login';
    login.search = pathname === '/' ? '' : new URLSearchParams({ from: `${pathname}${search}` }).toString();
    return personal(NextResponse.redirect(login), policyOfData);
  }

  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  // Next reads the nonce from the request's policy and puts it on its own scripts.
  headers.set('Content-Security-Policy', policy);
  headers.set('x-nonce', nonce);
  // Where the visitor wanted to go: a layout is not told, and requireScope leads back there after signing in.
  headers.set('x-doordesk-path', `${pathname}${search}`);
  return personal(NextResponse.next({ request: { headers } }), policy);
}

function contentSecurityPolicy(nonce: string): string {
  // Development builds evaluate code, talk over a web socket and style their tools inline; nothing of that is in
  // production.
  const devScript = isDevelopment ? " 'unsafe-eval'" : '';
  const devConnect = isDevelopment ? ' ws:' : '';
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${devScript}`,
    isDevelopment ? "style-src-elem 'self' 'unsafe-inline'" : `style-src-elem 'self' 'nonce-${nonce}'`,
    // Positions of popovers and widths of bars are style attributes; they cannot load or run anything.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${devConnect}`,
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
    'report-uri /api/csp-report',
  ].join('; ');
}

function personal(response: NextResponse, policy: string): NextResponse {
  response.headers.set('Content-Security-Policy', policy);
  response.headers.set('Cache-Control', 'private, no-store');
  return response;
}
