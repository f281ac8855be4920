import { type NextRequest, NextResponse } from 'next/server';
import { cookieName } from '@/lib/auth/cookie-name';
import { policyOfData } from '@/lib/http/security-headers';

const isDevelopment = process.env.NODE_ENV === 'development';

/** Pages that need no session. */
const publicPages = new Set(['/login', '/register', '/forgot-password']);

// Handlers and static files get their headers from lib/http/security-headers.ts.
export const config = { matcher: ['/((?!api/|_next/static/).*)'] };

/**
 * Sets the content security policy of a page, and redirects a browser without a session cookie to the sign-in page. It
 * grants nothing: a cookie proves nothing here, and every loader, action and handler requires a scope.
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
  // Next reads the nonce from the request's policy and adds it to its own scripts.
  headers.set('Content-Security-Policy', policy);
  headers.set('x-nonce', nonce);
  // A layout does not know its address. requireScope returns there after sign-in.
  headers.set('x-doordesk-path', `${pathname}${search}`);
  return personal(NextResponse.next({ request: { headers } }), policy);
}

function contentSecurityPolicy(nonce: string): string {
  // Development builds evaluate code, use a web socket and have inline styles. Production has none of these.
  const devScript = isDevelopment ? " 'unsafe-eval'" : '';
  const devConnect = isDevelopment ? ' ws:' : '';
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${devScript}`,
    isDevelopment ? "style-src-elem 'self' 'unsafe-inline'" : `style-src-elem 'self' 'nonce-${nonce}'`,
    // Popover positions and bar widths are style attributes, which cannot load or run anything.
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
