import { redirect } from 'next/navigation';
import type { SessionEnd } from '@/lib/db/tables/auth';
import { readSessionToken } from './cookie';
import { readRequest } from './request';
import { findSessionEnd } from './session';

export async function sendToSignIn(): Promise<never> {
  const { headers } = await readRequest();
  const query = new URLSearchParams();
  const from = headers.get('x-doordesk-path');
  if (from && from !== '/') query.set('from', from);
  const ended = await endOfRequest();
  if (ended) query.set('ended', ended);
  redirect(query.size > 0 ? `/login?${query}` : '/login');
}

async function endOfRequest(): Promise<SessionEnd | null> {
  const token = await readSessionToken();
  return token ? findSessionEnd(token) : null;
}
