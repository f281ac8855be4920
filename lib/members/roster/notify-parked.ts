import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import { startSweep } from '@/lib/sweep';
import { visibleText } from '@/lib/text/visible-text';
import { fillWords, hasMail, ownAddress, sendMail } from './send-mail';

const everyMs = 15_000;

export function startParkedMails(): void {
  startSweep('parked-mails', {
    everyMs,
    fault: 'mails about refused connections could not be sent',
    run: notifyParked,
  });
}

/**
 * One mail for each parking to each member who can give the connection its new password. Claimed before it is sent, so two
 * processes send one; a mail that fails is not repeated, because the desk shows the same. Claimed one by one: what a process
 * that ends has not reached is left to another.
 */
export async function notifyParked(stop?: AbortSignal): Promise<void> {
  if (!hasMail()) return;
  while (!stop?.aborted) {
    const parked = await claimParked();
    if (!parked) return;
    const { workspaceId, account } = parked;
    for (const { email, name } of await findKeepersWithMail(workspaceId))
      await sendMail({
        what: 'the notice of a refused connection',
        to: email,
        write: () => writeMail({ name, account }),
        ...(stop ? { stop } : {}),
      });
  }
}

async function claimParked(): Promise<{ workspaceId: string; account: string } | undefined> {
  const { rows } = await sql<{ workspaceId: string; account: string }>`
    update connection set mail_due = false
    where id in (
      select id from connection where mail_due and state = 'parked' order by parked_at limit 1
      for update skip locked)
    returning workspace_id as "workspaceId", account ${everyWorkspace}`.execute(getDb());
  return rows[0];
}

async function findKeepersWithMail(workspaceId: string): Promise<{ email: string; name: string }[]> {
  const rows = await getDb()
    .selectFrom('membership')
    .innerJoin('member', 'member.id', 'membership.member_id')
    .select(['member.name', 'member.email', 'membership.grants'])
    .where('membership.workspace_id', '=', workspaceId)
    .where('member.email', 'is not', null)
    .orderBy('member.name')
    .execute();
  return rows.flatMap(({ name, email, grants }) =>
    email && grants.workspace.includes('connections') ? [{ name, email }] : [],
  );
}

/** In both languages: no one asks for it, so none is known. */
async function writeMail(who: { name: string; account: string }) {
  const [{ connections: en }, { connections: zh }] = await Promise.all([
    import('@/lib/i18n/messages/en/connections'),
    import('@/lib/i18n/messages/zh/connections'),
  ]);
  const values = {
    name: visibleText(who.name),
    account: visibleText(who.account),
    address: ownAddress('/connections'),
  };
  return {
    subject: fillWords(`${en.mail.subject} · ${zh.mail.subject}`, values),
    text: fillWords(`${en.mail.text}\n---\n\n${zh.mail.text}`, values),
  };
}
