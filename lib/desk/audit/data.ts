import { type ExpressionBuilder, sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { Database } from '@/lib/db/schema';
import type { AuditDetail } from '@/lib/db/tables/audit';
import { uuids } from '@/lib/registers/choose-rows';
import { type ChoiceCounts, matchCells } from '@/lib/table/match-choices';
import { likePattern } from '@/lib/text/fold-text';
import { compareNames } from '@/lib/text/order-key';
import type { AuditQuery } from './schema';
import { isSeenEntry, seenClient } from './seen-entries';
import { type AuditState, heldCodes, wentThrough } from './states';

export type AuditRow = {
  seq: number;
  at: string;
  actor: string;
  account: string;
  /** It went through `account`, or may have. */
  isThrough: boolean;
  memberId: string | null;
  /** Null also for who may not see it. */
  network: string | null;
  /** Browser and system. As `network`. */
  device: string | null;
  action: string;
  subject: string;
  outcome: AuditState;
  detail: AuditDetail;
};

type Filter = Omit<AuditQuery, 'offset' | 'limit'>;

/** `zone`: the IANA zone in which the filter's days begin and end. */
export async function listAudit(
  scope: Scope,
  query: AuditQuery,
  zone: string,
): Promise<{ rows: AuditRow[]; total: number }> {
  const [found, { total }] = await Promise.all([
    ordered(scope, query, zone).offset(query.offset).limit(query.limit).execute(),
    matching(scope, query, zone)
      .select((entry) => entry.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow(),
  ]);
  return { rows: found.map(toRow), total };
}

/** The first rows, and how many each choice of the filters shows. */
export async function loadAudit(
  scope: Scope,
  query: AuditQuery,
  zone: string,
): Promise<{
  rows: AuditRow[];
  total: number;
  counts: ChoiceCounts<'action' | 'outcome' | 'actor' | 'member'>;
}> {
  const [found, cells] = await Promise.all([
    ordered(scope, query, zone).offset(query.offset).limit(query.limit).execute(),
    matching(scope, { ...query, action: [], outcome: [], actor: [], member: [] }, zone)
      .select(['action', 'actor', 'member_id as member', stateOf.as('state')])
      .select((entry) => entry.fn.countAll<number>().as('count'))
      .groupBy(['action', 'actor', 'member', 'state'])
      .execute(),
  ]);
  const matched = matchCells(cells, {
    action: { chosen: query.action, of: ({ action }) => [action] },
    outcome: { chosen: query.outcome, of: ({ state }) => [state] },
    actor: { chosen: query.actor, of: ({ actor }) => [actor] },
    member: { chosen: query.member, of: ({ member }) => (member ? [member] : []) },
  });
  return { rows: found.map(toRow), ...matched };
}

export async function* streamAudit(scope: Scope, query: Filter, zone: string): AsyncGenerator<AuditRow> {
  for await (const row of ordered(scope, query, zone).stream(1_000)) yield toRow(row);
}

export type AuditChoices = {
  actions: string[];
  actors: string[];
  /** By the name in their last entry. */
  members: { value: string; label: string }[];
};

export async function readAuditChoices(scope: Scope): Promise<AuditChoices> {
  const distinct = async (column: 'action' | 'actor') => {
    const rows = await getDb()
      .selectFrom('audit_entry')
      .select(`${column} as value`)
      .distinct()
      .where('workspace_id', '=', scope.workspaceId)
      .where(isSeenEntry(scope))
      .orderBy(column)
      .limit(200)
      .execute();
    return rows.map(({ value }) => value);
  };
  const [actions, actors, members] = await Promise.all([
    distinct('action'),
    distinct('actor'),
    readMemberChoices(scope),
  ]);
  return { actions, actors: actors.sort(compareNames), members };
}

async function readMemberChoices(scope: Scope): Promise<AuditChoices['members']> {
  const rows = await getDb()
    .selectFrom('audit_entry')
    .distinctOn('member_id')
    .select(['member_id as id', 'actor'])
    .where('workspace_id', '=', scope.workspaceId)
    .where('member_id', 'is not', null)
    .where(isSeenEntry(scope))
    .orderBy('member_id')
    .orderBy('seq', 'desc')
    .limit(200)
    .execute();
  return rows
    .flatMap(({ id, actor }) => (id ? [{ value: id, label: actor }] : []))
    .sort((one, other) => compareNames(one.label, other.label));
}

const stateOf = sql<AuditState>`case
  when outcome = 'intent' then 'open'
  when outcome = 'refused' and detail ->> 'code' in (${sql.join(heldCodes.map((code) => sql.lit(code)))}) then 'held'
  else outcome end`;

const orderOf = (column: 'order_actor' | 'order_subject') =>
  sql<string>`(select ${sql.ref(column)} from audit_text
    where audit_text.workspace_id = audit_entry.workspace_id and audit_text.seq = audit_entry.seq)`;

const orders = {
  at: sql.ref('audit_entry.seq'),
  action: sql.ref('action'),
  actor: orderOf('order_actor'),
  subject: orderOf('order_subject'),
  outcome: stateOf,
};

function ordered(scope: Scope, query: Filter, zone: string) {
  const order = orders[query.sort];
  return matching(scope, query, zone)
    .select(['seq', 'at', 'actor', 'account', 'action', 'subject', 'detail', stateOf.as('outcome')])
    .select(['member_id as memberId', 'intent_seq as intentSeq'])
    .select([seenClient(scope, 'network').as('network'), seenClient(scope, 'device').as('device')])
    .orderBy(order, query.dir)
    .orderBy('seq', 'desc');
}

/** An intent is shown only until its outcome is stored. Then the outcome stands for both. */
function matching(scope: Scope, query: Filter, zone: string) {
  let entries = getDb()
    .selectFrom('audit_entry')
    .where('workspace_id', '=', scope.workspaceId)
    .where(isSeenEntry(scope))
    .where((entry) =>
      entry.or([
        entry('outcome', '<>', 'intent'),
        entry.not(
          entry.exists(
            entry
              .selectFrom('audit_entry as later')
              .select('later.seq')
              .whereRef('later.workspace_id', '=', 'audit_entry.workspace_id')
              .whereRef('later.intent_seq', '=', 'audit_entry.seq'),
          ),
        ),
      ]),
    );
  if (query.action.length > 0) entries = entries.where('action', 'in', query.action);
  if (query.actor.length > 0) entries = entries.where('actor', 'in', query.actor);
  if (query.member.length > 0)
    entries = entries.where('member_id', '=', sql<string>`any(${uuids(query.member)}::uuid[])`);
  if (query.outcome.length > 0) entries = entries.where(stateOf, 'in', query.outcome);
  if (query.from) entries = entries.where('at', '>=', beginning(query.from, zone, 0));
  if (query.to) entries = entries.where('at', '<', beginning(query.to, zone, 1));
  if (query.q) entries = entries.where((entry) => anywhere(entry, query.q));
  return entries;
}

/** The start of a local day, with daylight saving time in mind. */
function beginning(day: string, zone: string, daysLater: number) {
  return sql<Date>`((${day}::date + ${daysLater}::int)::timestamp at time zone ${zone})`;
}

function anywhere(entry: ExpressionBuilder<Database, 'audit_entry'>, text: string) {
  return entry.exists(
    entry
      .selectFrom('audit_text')
      .select('audit_text.seq')
      .whereRef('audit_text.workspace_id', '=', 'audit_entry.workspace_id')
      .whereRef('audit_text.seq', '=', 'audit_entry.seq')
      .where('audit_text.folded', 'like', likePattern(text)),
  );
}

type Stored = Omit<AuditRow, 'at' | 'isThrough'> & { at: Date; intentSeq: number | null };

function toRow({ intentSeq, ...row }: Stored): AuditRow {
  const isThrough = wentThrough({ ...row, isTried: intentSeq !== null });
  return { ...row, at: row.at.toISOString(), isThrough };
}
