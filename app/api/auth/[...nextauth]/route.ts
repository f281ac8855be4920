import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/lib/auth/options';
import { isOwnOrigin } from '@/lib/auth/request';

type Context = { params: Promise<{ nextauth: string[] }> };

export async function GET(request: NextRequest, context: Context): Promise<Response> {
  return unstored(await NextAuth(request, context, authOptions()));
}

/** next-auth's own token guards its forms; a request that says it comes from elsewhere is refused before that. */
export async function POST(request: NextRequest, context: Context): Promise<Response> {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  const foreign = origin !== null && !isOwnOrigin(origin, request.headers.get('host'));
  if (foreign || site === 'cross-site' || site === 'same-site') {
    return Response.json({ error: 'not-allowed' }, { status: 403 });
  }
  // next-auth's way for browsers to write into the server's log: ours do not, and strangers shall not.
  if ((await context.params).nextauth[0] === '_log')
    return Response.json({ error: 'not-found' }, { status: 404 });
  return unstored(await NextAuth(request, context, authOptions()));
}

function unstored(response: Response): Response {
  response.headers.set('Cache-Control', 'no-store');
  return response;
}
