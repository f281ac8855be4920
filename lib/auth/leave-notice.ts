import { sql } from 'kysely';
import { type Db, getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { NoticeKind } from '@/lib/db/tables/auth';
import { log } from '@/lib/log';
import { foldAccount } from '@/lib/text/fold-account';
import { readNetwork } from './client-network';
import { type Browser, describeBrowser } from './describe-user-agent';

export type AccountNotice = {
  id: string;
  kind: NoticeKind;
  /** As in `networkOf`. */
  network: string;
  browser: Browser;
  times: number;
  lastAt: string;
};

type Notice = {
  account: string;
  kind: NoticeKind;
  network: string;
  userAgent: string;
  device: string | null;
};

/** How long an unread notice is kept. */
export const noticeLifetimeMs = 90 * 24 * 60 * 60_000;

/**
 * Leaves a notice for an account. Also for the same account in another spelling, if the cloud lists the same rooms for
 * both: otherwise a person could sign in unnoticed by writing it in capitals. A request for a new password proves nothing, so
 * every spelling gets a notice of it.
 */
export async function leaveNotice(db: Db, notice: Notice): Promise<void> {
  const { kind, network, device, userAgent } = notice;
  const accounts = await spellingsOf(db, notice);
  if (accounts.length === 0) return;
  const row = { kind, network, device, user_agent: storableAgent(userAgent), last_at: databaseDate() };
  await db
    .insertInto('account_notice')
    .values(accounts.map((account) => ({ ...row, account })))
    .onConflict((on) =>
      on
        .columns(['account', 'kind', 'network', 'user_agent'])
        .where('dismissed_at', 'is', null)
        .doUpdateSet((set) => ({
          times: sql`account_notice.times + 1`,
          last_at: set.ref('excluded.last_at'),
          device: set.ref('excluded.device'),
        })),
    )
    .execute();
}

/** For a member: of a sign-in by a browser that they never used. */
export async function leaveMemberNotice(
  db: Db,
  { memberId, network, userAgent, device }: Omit<Notice, 'account' | 'kind'> & { memberId: string },
): Promise<void> {
  await db
    .insertInto('account_notice')
    .values({
      member_id: memberId,
      account: null,
      kind: 'browser',
      network,
      device,
      user_agent: storableAgent(userAgent),
      last_at: databaseDate(),
    })
    .onConflict((on) =>
      on
        .columns(['member_id', 'kind', 'network', 'user_agent'])
        .where('dismissed_at', 'is', null)
        .where('member_id', 'is not', null)
        .doUpdateSet((set) => ({
          times: sql`account_notice.times + 1`,
          last_at: set.ref('excluded.last_at'),
          device: set.ref('excluded.device'),
        })),
    )
    .execute();
}

/** After a change that the cloud has made: a failure here must not make it look undone. */
export async function tryToLeaveNotice(notice: Notice): Promise<void> {
  await leaveNotice(getDb(), notice).catch((error) =>
    log.warn({ err: error }, 'a notice about an account could not be stored'),
  );
}

/** The account as it is known here, and the spellings that open the same rooms. */
export async function spellingsOf(
  db: Db,
  { account, kind }: { account: string; kind: NoticeKind },
): Promise<string[]> {
  const alike = await db
    .selectFrom('workspace')
    .innerJoin('connection', (join) =>
      join
        .onRef('connection.workspace_id', '=', 'workspace.id')
        .onRef('connection.account', '=', 'workspace.account')
        .onRef('connection.role', '=', 'workspace.role'),
    )
    .select(['workspace.id', 'workspace.account', 'workspace.role', 'connection.id as connectionId'])
    .where('folded_account', '=', foldAccount(account))
    .execute();
  const isOne = alike.every((one) => one.account === account);
  if (kind === 'reset' || isOne) return [...new Set(alike.map((one) => one.account))];
  const lists = await db
    .selectFrom('device_list')
    .select(['workspace_id', 'content_hash'])
    .where(
      'workspace_id',
      'in',
      alike.map(({ id }) => id),
    )
    .where(
      'connection_id',
      'in',
      alike.map(({ connectionId }) => connectionId),
    )
    .execute();
  const hashes = new Map(lists.map((list) => [list.workspace_id, list.content_hash?.toString('hex')]));
  const own = new Set(
    alike.flatMap((one) => (one.account === account ? [`${one.role} ${hashes.get(one.id)}`] : [])),
  );
  const isSame = (one: (typeof alike)[number]) => {
    const hash = hashes.get(one.id);
    return hash !== undefined && hash !== hashOfNothing && own.has(`${one.role} ${hash}`);
  };
  return [
    ...new Set(alike.filter((one) => one.account === account || isSame(one)).map((one) => one.account)),
  ];
}

/** Of what a signed-in person did, for their other browsers. */
export async function leaveOwnNotice(
  { account, sessionId }: { account: string; sessionId: string },
  kind: NoticeKind,
): Promise<void> {
  const session = await getDb()
    .selectFrom('session')
    .select(['device', 'user_agent as userAgent'])
    .where('id', '=', sessionId)
    .executeTakeFirst();
  const { device = null, userAgent = '' } = session ?? {};
  await tryToLeaveNotice({ account, kind, network: await readNetwork(), userAgent, device });
}

/** An account without rooms has this hash, as `lib/devices/mutations.ts` makes it. */
const hashOfNothing = '00'.repeat(32);

/** PostgreSQL stores no NUL and no half of a surrogate pair. */
export function storableAgent(userAgent: string): string {
  return userAgent.slice(0, 300).replace(/[\p{Surrogate}\0]/gu, '\ufffd');
}

/** Whether the account has ever signed in here, in any role and spelling. */
export async function isKnownAccount(db: Db, account: string): Promise<boolean> {
  const row = await db
    .selectFrom('workspace')
    .select('id')
    .where('folded_account', '=', foldAccount(account))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

type NoticeRow = Omit<AccountNotice, 'browser'> & { userAgent: string };

/**
 * The newest notices, for a query of a session and its workspace. What a browser did itself is hidden from it: it is no
 * news there, and a stranger must not dismiss it.
 */
export const openNotices = sql<NoticeRow[] | null>`(
  select json_agg(found) from (
    select id, kind, network, user_agent as "userAgent", times, last_at as "lastAt" from account_notice
    where ((session.member_id is null and account = workspace.account) or account_notice.member_id = session.member_id)
      and dismissed_at is null
      and (account_notice.device is null or account_notice.device is distinct from session.device)
    order by last_at desc limit 10) found)`;

export function noticesOf(rows: readonly NoticeRow[] | null): AccountNotice[] {
  return (rows ?? []).map(({ userAgent, lastAt, ...row }) => ({
    ...row,
    browser: describeBrowser(userAgent),
    lastAt: new Date(lastAt).toISOString(),
  }));
}

/** Not what was added to a notice after `seenAt`. */
export async function dismissNotices(
  db: Db,
  who: { account: string; sessionId: string; member: { id: string } | null },
  { ids, seenAt }: { ids: readonly string[]; seenAt: Date },
): Promise<void> {
  const device = db.selectFrom('session').select('device').where('id', '=', who.sessionId);
  await db
    .updateTable('account_notice')
    .set({ dismissed_at: databaseDate() })
    .where(who.member ? 'member_id' : 'account', '=', who.member ? who.member.id : who.account)
    .where('id', 'in', [...ids])
    .where('last_at', '<=', seenAt)
    .where('dismissed_at', 'is', null)
    .where((where) => where.or([where('device', 'is', null), where('device', 'is distinct from', device)]))
    .execute();
}
