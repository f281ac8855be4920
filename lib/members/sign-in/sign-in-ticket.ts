import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Db } from '@/lib/db/client';
import { getDb } from '@/lib/db/client';
import { type Client, type MemberSignIn, openMemberSession } from './open-member-session';
import { storeChallenge, takeChallenge } from './sign-in-challenge';

const purpose = 'ticket';

/** For a person who has just shown who they are outside of next-auth, such as by a one-time link: it opens one session. */
export async function issueTicket(db: Db, who: { memberId: string; workspaceId: string }): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  const id = await storeChallenge(db, {
    purpose,
    subject: `${who.memberId} ${who.workspaceId}`,
    value: digestOf(secret),
  });
  return `${id}.${secret}`;
}

export async function signInWithTicket(ticket: string, client: Client): Promise<MemberSignIn> {
  const [id = '', secret = ''] = ticket.split('.');
  const held = isUuid(id) ? await takeChallenge(getDb(), { id, purpose }) : null;
  const [memberId, workspaceId] = held?.subject?.split(' ') ?? [];
  if (!held || !memberId || !workspaceId || !timingSafeEqual(held.value, digestOf(secret)))
    return { ok: false, code: 'link-ended' };
  return openMemberSession({ ...client, memberId, workspaceId, way: 'link' });
}

/** Those that were not used yet open nothing any more. */
export async function dropTickets(trx: Db, memberId: string): Promise<void> {
  await trx
    .deleteFrom('sign_in_challenge')
    .where('purpose', '=', purpose)
    .where('subject', 'like', `${memberId} %`)
    .execute();
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
