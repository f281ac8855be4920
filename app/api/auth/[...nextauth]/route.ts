import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { isOwnOrigin } from '@/lib/auth/request';
import { intentCookie } from '@/lib/members/sign-in/oidc-intent';
import { authOptions } from '@/lib/members/sign-in/options';

type Context = { params: Promise<{ nextauth: string[] }> };

/** Of next-auth's addresses those that lead somewhere here: its own pages are not ours, and some answer 500. */
const served = {
  GET: ['callback', 'csrf', 'session', 'providers', 'signin', 'signout', 'error'],
  POST: ['signin', 'callback', 'signout', 'session'],
};

export async function GET(request: NextRequest, context: Context): Promise<Response> {
  return answer('GET', request, context);
}

/** next-auth's own token guards its forms; a request that says it comes from elsewhere is refused before that. */
export async function POST(request: NextRequest, context: Context): Promise<Response> {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  const foreign = origin !== null && !isOwnOrigin(origin);
  if (foreign || site === 'cross-site' || site === 'same-site') {
    return Response.json({ error: 'not-allowed' }, { status: 403 });
  }
  return answer('POST', request, context);
}

async function answer(method: 'GET' | 'POST', request: NextRequest, context: Context): Promise<Response> {
  const [step = '', provider = ''] = (await context.params).nextauth;
  // Only the issuer's answer comes as an address: everything else is posted by our own pages.
  const isOidc = provider === 'oidc';
  if (step === 'callback' && isOidc !== (method === 'GET')) return notFound();
  // Left out of POST: next-auth's way for browsers to write into the server's log, which strangers shall not.
  if (!served[method].includes(step)) return notFound();
  const leadsToIssuer = method === 'POST' && step === 'signin' && isOidc;
  const intent = leadsToIssuer ? await readIntent(request) : null;
  if (intent === unreadable) return refuseInput();
  try {
    const response = unstored(await NextAuth(request, context, authOptions()));
    if (leadsToIssuer) response.headers.append('Set-Cookie', intentCookie(intent));
    if (method === 'POST' && step === 'signout') response.headers.set('Clear-Site-Data', clearedAtSignOut);
    return response;
  } catch (error) {
    // A body that calls itself JSON and is none.
    if (error instanceof SyntaxError) return refuseInput();
    throw error;
  }
}

function notFound(): Response {
  return unstored(Response.json({ error: 'not-found' }, { status: 404 }));
}

function refuseInput(): Response {
  return unstored(Response.json({ error: 'invalid-input' }, { status: 400 }));
}

const unreadable = Symbol('no form');

/** What the issuer's answer is for, if the page began something else than a sign-in. Strangers can send any body. */
async function readIntent(request: NextRequest): Promise<string | null | typeof unreadable> {
  const form = await request
    .clone()
    .formData()
    .catch(() => unreadable);
  if (typeof form === 'symbol') return unreadable;
  const intent = form.get('intent');
  return typeof intent === 'string' ? intent : null;
}

/** Not cookies: language, theme and the browser's own tries to sign in stay. The session's cookie is removed anyway. */
const clearedAtSignOut = '"cache", "storage"';

/** All of them are short: packing one for the way would take longer than sending it. */
function unstored(response: Response): Response {
  response.headers.set('Cache-Control', 'no-store, no-transform');
  return response;
}
