import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { AuditEntry } from '@/lib/audit/entry';
import { openIntents } from '@/lib/audit/open-intents';
import { recordAudit } from '@/lib/audit/record';
import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import { databaseNow } from '@/lib/db/clock';
import type { ApprovalFacts } from '@/lib/db/tables/approvals';
import type { AuditDetail } from '@/lib/db/tables/audit';
import { DeskError } from '@/lib/errors';
import { describeGrants } from './describe-grants';
import { notifyApprovals } from './notify-approvals';
import { readApprovalRule } from './rule';

export const openForMs = 72 * 3_600_000;

/** Requests that were made before this instant have expired, also before a sweep has marked them. */
export function oldestOpen(now = databaseNow()): Date {
  return new Date(now - openForMs);
}

export type Asker = Pick<Scope, 'workspaceId' | 'actor' | 'account' | 'role'> & {
  member: { id: string } | null;
  /** Null: it has ended. */
  sessionId: string | null;
};

/** What waits for approval, for the member who decides. Names of things, never a secret. */
export type ApprovalNeed = {
  subject: string;
  /** A member who decides must see all of them. Empty: it concerns the workspace as a whole. */
  buildings: readonly string[];
  things: number;
  facts?: ApprovalFacts;
  endedBefore?: number;
  /** How many are allowed without it. */
  above?: number;
};

/** Of one person: a member, or the holder of the vendor's account. */
const byAsker = ({ actor, member }: Pick<Asker, 'actor' | 'member'>) =>
  member ? sql<boolean>`member_id = ${member.id}` : sql<boolean>`member_id is null and actor = ${actor}`;

/** Equal for equal input. The key that makes a form start once differs with each form, so it is left out. */
export function digestInput(verb: string, input: unknown): Buffer {
  const text = JSON.stringify(input, (key, value: unknown) => {
    if (key === 'requestKey') return undefined;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  });
  return createHash('sha256').update(`${verb}\n${text}`).digest();
}

export type Permission =
  | { state: 'free' }
  | { state: 'approved'; id: string }
  | { state: 'waits'; id: string };

/** Whether a person may do it now. If not, another member is asked: once, however often the person tries. */
export async function askPermission(
  asker: Asker,
  { verb, input, need }: { verb: string; input: unknown; need: ApprovalNeed },
): Promise<Permission> {
  if (!(await readApprovalRule(asker.workspaceId))) return { state: 'free' };
  const digest = digestInput(verb, input);
  const found = await findOpen(asker, { verb, digest });
  if (found) return { state: found.state === 'approved' ? 'approved' : 'waits', id: found.id };
  const id = await getDb()
    .transaction()
    .execute(async (trx) => {
      const closed = await closeExpired(trx, asker, { verb, digest });
      const made = await insertRequest(trx, asker, { verb, digest, need });
      for (const row of closed) await recordAudit(trx, entryOf(row, 'approvals.expire'));
      return made;
    });
  if (id) return { state: 'waits', id };
  const other = await findOpen(asker, { verb, digest });
  // Asked and decided in another tab in the same moment: the next try finds out.
  if (!other) throw new DeskError('conflict');
  return { state: 'waits', id: other.id };
}

type Wanted = { verb: string; digest: Buffer };

function openRequests(asker: Asker, { verb, digest }: Wanted) {
  return getDb()
    .selectFrom('approval')
    .select(['id', 'state'])
    .where('workspace_id', '=', asker.workspaceId)
    .where(byAsker(asker))
    .where('verb', '=', verb)
    .where('input_digest', '=', digest)
    .where('state', 'in', ['waiting', 'approved']);
}

function findOpen(asker: Asker, wanted: Wanted) {
  return openRequests(asker, wanted).where('asked_at', '>', oldestOpen()).executeTakeFirst();
}

/** Makes room for a new one. The sweep would come within a minute. */
function closeExpired(trx: Db, asker: Asker, { verb, digest }: Wanted) {
  return trx
    .updateTable('approval')
    .set({ state: 'expired' })
    .where('workspace_id', '=', asker.workspaceId)
    .where(byAsker(asker))
    .where('verb', '=', verb)
    .where('input_digest', '=', digest)
    .where('state', 'in', ['waiting', 'approved'])
    .where('asked_at', '<=', oldestOpen())
    .returningAll()
    .execute();
}

/** Null: there is one already. Its audit entry is the last write. */
export async function insertRequest(
  trx: Db,
  { workspaceId, actor, member, account, role, sessionId }: Asker,
  { verb, digest, need, jobId = null }: Wanted & { need: ApprovalNeed; jobId?: string | null },
): Promise<string | null> {
  const made = await trx
    .insertInto('approval')
    .values({
      workspace_id: workspaceId,
      actor,
      member_id: member?.id ?? null,
      account,
      role,
      // A job goes on with the session of the last person who signed in. That may be another one.
      device: (row) =>
        row
          .selectFrom('session')
          .select('device')
          .where('id', '=', sessionId)
          .where('member_id', 'is not distinct from', member?.id ?? null),
      verb,
      input_digest: digest,
      subject: need.subject,
      buildings: JSON.stringify(need.buildings),
      things: need.things,
      facts: JSON.stringify(need.facts ?? {}),
      ended_before: need.endedBefore ?? 0,
      above: need.above ?? null,
      job_id: jobId,
      asked_at: new Date(databaseNow()),
      decided_by: null,
      decided_member: null,
      decided_at: null,
      used_at: null,
    })
    .onConflict((on) => on.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!made) return null;
  await notifyApprovals(trx, workspaceId);
  await recordAudit(trx, entryOf(made, 'approvals.ask'));
  return made.id;
}

type Asked = {
  workspace_id: string;
  actor: string;
  member_id: string | null;
  buildings: readonly string[];
  account: string;
  role: Scope['role'];
  verb: string;
  subject: string;
  things: number;
  facts: ApprovalFacts;
  job_id: string | null;
  decided_by: string | null;
};

function detailOf({ email, grants, above }: ApprovalFacts): AuditDetail {
  return {
    ...(email ? { email } : {}),
    ...(grants ? describeGrants(grants) : {}),
    ...(above ? { from: above.from, ...(above.to === null ? {} : { to: above.to }) } : {}),
  };
}

/** Of the person who asked. */
export function entryOf(
  row: Asked,
  action: `approvals.${'ask' | 'use' | 'return' | 'expire' | 'lapse' | 'gone'}`,
): AuditEntry {
  return {
    workspaceId: row.workspace_id,
    actor: row.actor,
    memberId: row.member_id,
    buildings: row.buildings,
    account: row.account,
    role: row.role,
    action,
    subject: row.subject,
    outcome: 'done',
    detail: {
      change: row.verb,
      ...detailOf(row.facts),
      ...(row.job_id ? { job: row.job_id } : {}),
      ...(row.decided_by ? { approver: row.decided_by } : {}),
    },
  };
}

/**
 * Uses the approval up and writes the intent of the deed, both or neither: two clicks are one deed. Returns the number of
 * the intent. Throws `conflict` if the approval was used or has expired meanwhile.
 */
export async function takeApproval(
  { workspaceId, id }: { workspaceId: string; id: string },
  deed: Omit<AuditEntry, 'outcome' | 'intentSeq'>,
): Promise<{ intentSeq: number; approver: string }> {
  const used = await getDb()
    .transaction()
    .execute(async (trx) => {
      const row = await trx
        .updateTable('approval')
        .set({ state: 'used', used_at: new Date(databaseNow()) })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .where('state', '=', 'approved')
        .where('asked_at', '>', oldestOpen())
        .returningAll()
        .executeTakeFirst();
      if (!row) throw new DeskError('conflict');
      await notifyApprovals(trx, workspaceId);
      const approver = row.decided_by ?? '';
      await recordAudit(trx, entryOf(row, 'approvals.use'));
      const detail = { ...deed.detail, approver };
      return { intentSeq: await recordAudit(trx, { ...deed, detail, outcome: 'intent' }), approver };
    });
  openIntents.set(used.intentSeq, deed);
  return used;
}

/**
 * The deed was refused, and nothing was done: the approval can be used again. Not one whose approver, or the member that it is
 * about, has got other rights meanwhile (`withdrawAbout`).
 */
export async function returnApproval(workspaceId: string, id: string): Promise<void> {
  await getDb()
    .transaction()
    .execute(async (trx) => {
      const row = await trx
        .updateTable('approval')
        .set({ state: 'approved', used_at: null })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .where('state', '=', 'used')
        .where(sql<boolean>`not coalesce((facts ->> 'spent')::boolean, false)`)
        .returningAll()
        .executeTakeFirst();
      if (!row) return;
      await notifyApprovals(trx, workspaceId);
      await recordAudit(trx, entryOf(row, 'approvals.return'));
    });
}

/**
 * In the transaction of an approved change, under the lock of what it is about. Throws DeskError `conflict` if `withdrawAbout` ended
 * the approval after it was taken: it was about a member with other rights.
 */
export async function refuseSpent(
  trx: Db,
  asker: Pick<Asker, 'workspaceId' | 'actor' | 'member'>,
  { verb, about }: { verb: string; about: string },
): Promise<void> {
  const last = await trx
    .selectFrom('approval')
    .select(sql<boolean>`coalesce((facts ->> 'spent')::boolean, false)`.as('spent'))
    .where('workspace_id', '=', asker.workspaceId)
    .where(byAsker(asker))
    .where('verb', '=', verb)
    .where(sql<boolean>`facts ->> 'about' = ${about}`)
    .where('state', '=', 'used')
    .orderBy('used_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last?.spent) throw new DeskError('conflict');
}
