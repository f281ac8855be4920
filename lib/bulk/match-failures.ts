import type { Scope } from '@/lib/auth/scope';
import { isSameAccount } from '@/lib/changes/read-back';
import { pairOf } from '@/lib/devices/pair-key';
import { findDoorcodes } from '@/lib/doorcodes/data';
import type { DoorcodeBulk } from '@/lib/doorcodes/schema';
import { accountSchema, type RetryPlan } from '@/lib/jobs/schema';
import { loadMasters } from '@/lib/masters/data';
import type { MasterBulk } from '@/lib/masters/schema';
import { loadShares } from '@/lib/shares/data';
import type { ShareBulk } from '@/lib/shares/schema';
import type { Failure, FailureLine } from './read-failures';
import { readUnmade } from './start-retry';

export type RefusedCode =
  | 'incomplete'
  | 'otherKind'
  | 'otherMaster'
  | 'repeated'
  | 'noDoor'
  | 'notAllowed'
  | 'noShare'
  | 'noCode'
  | 'noRequest'
  | 'otherJob';
export type RefusedLine = { line: number; code: RefusedCode };

/** What the rows ask for, as the input of the job that a selection in the lists would start. */
export type FailuresChange =
  | { of: 'masters'; input: MasterBulk }
  | { of: 'shares'; input: ShareBulk }
  | { of: 'doorcodes'; input: DoorcodeBulk }
  | { of: 'retries'; input: RetryPlan };

export type MatchedFailures = { change: FailuresChange | null; refused: RefusedLine[] };

type Matched = { change: FailuresChange | null; gone: ReadonlyMap<Failure, RefusedCode> };

const masterActions = {
  'assign-masters': 'assign',
  'replace-masters': 'replace',
  'remove-masters': 'remove',
} as const;

/** One file makes one job: the first usable row says which. Finds only rooms, shares and codes of this account. */
export async function matchFailures(scope: Scope, lines: readonly FailureLine[]): Promise<MatchedFailures> {
  const refused: RefusedLine[] = [];
  const own = new Set(scope.channels.map(pairOf));
  const seen = new Set<string>();
  const taken: Failure[] = [];
  for (const { line, failure } of lines) {
    const code = failure ? refusalOf(failure, { own, seen, first: taken[0] }) : 'incomplete';
    if (code || !failure) refused.push({ line, code: code ?? 'incomplete' });
    else {
      taken.push(failure);
      seen.add(keyOf(failure));
    }
  }
  const [first] = taken;
  if (!first) return { change: null, refused };
  const { change, gone } = await matchKind(scope, first, taken);
  for (const [{ line }, code] of gone) refused.push({ line, code });
  return { change, refused: refused.toSorted((one, other) => one.line - other.line) };
}

function refusalOf(
  row: Failure,
  { own, seen, first }: { own: ReadonlySet<string>; seen: ReadonlySet<string>; first: Failure | undefined },
): RefusedCode | null {
  if (setsMaster(row) && !accountSchema.safeParse(row.account).success) return 'incomplete';
  if (!own.has(pairOf(row))) return 'noDoor';
  if (first && first.kind !== row.kind) return 'otherKind';
  if (first && setsMaster(row) && !isSameAccount(first.account, row.account)) return 'otherMaster';
  return seen.has(keyOf(row)) ? 'repeated' : null;
}

function setsMaster({ kind }: Failure): boolean {
  return kind === 'assign-masters' || kind === 'replace-masters';
}

function keyOf(row: Failure): string {
  return `${pairOf(row)} ${row.kind === 'revoke-shares' ? row.account.toLowerCase() : row.code}`;
}

function matchKind(scope: Scope, { kind, account }: Failure, rows: readonly Failure[]): Promise<Matched> {
  switch (kind) {
    case 'revoke-shares':
      return matchShares(scope, rows);
    case 'revoke-doorcodes':
      return matchDoorcodes(scope, rows);
    case 'issue-doorcodes':
      return matchRequests(scope, rows);
    default:
      return matchMasters(scope, rows, { action: masterActions[kind], master: account });
  }
}

async function matchMasters(
  scope: Scope,
  rows: readonly Failure[],
  { action, master }: { action: MasterBulk['action']; master: string },
): Promise<Matched> {
  const rooms = new Map(
    (await loadMasters(scope)).flatMap(({ roomKey, doors }) =>
      doors.map((door) => [pairOf(door), roomKey] as const),
    ),
  );
  const found = new Map(rows.flatMap((row) => entryOf(row, rooms.get(pairOf(row)))));
  const removes = action === 'remove';
  return matched(rows, found, 'notAllowed', (ids) => ({
    of: 'masters',
    input: {
      action,
      ...(removes ? {} : { master }),
      selection: { all: false, ids },
      only: [...found.keys()].map(({ gid, channel, account }) => ({
        gid,
        channel,
        ...(removes && account ? { account } : {}),
      })),
    },
  }));
}

async function matchShares(scope: Scope, rows: readonly Failure[]): Promise<Matched> {
  const { rows: shares } = await loadShares(scope);
  const listed = new Map<string, string>(
    shares.flatMap(({ id, account, doors }) =>
      doors.map((door) => [`${pairOf(door)} ${account.toLowerCase()}`, id] as const),
    ),
  );
  const found = new Map(rows.flatMap((row) => entryOf(row, listed.get(keyOf(row)))));
  return matched(rows, found, 'noShare', (ids) => ({
    of: 'shares',
    input: {
      selection: { all: false, ids },
      only: [...found.keys()].map(({ gid, channel, account }) => ({ gid, channel, account })),
    },
  }));
}

async function matchDoorcodes(scope: Scope, rows: readonly Failure[]): Promise<Matched> {
  const codes = await findDoorcodes(
    scope,
    rows.map(({ code }) => code),
  );
  const listed = new Map<string, string>(codes.map((code) => [`${pairOf(code)} ${code.id}`, code.id]));
  const found = new Map(rows.flatMap((row) => entryOf(row, listed.get(keyOf(row)))));
  return matched(rows, found, 'noCode', (ids) => ({
    of: 'doorcodes',
    input: { selection: { all: false, ids } },
  }));
}

/** A new code is asked for by the job that asked before, which knows that each is asked for once. */
async function matchRequests(scope: Scope, rows: readonly Failure[]): Promise<Matched> {
  const codes = rows.map(({ code }) => code);
  const open = new Map((await readUnmade(scope, codes)).map((step) => [step.requestId, step]));
  const stepOf = (row: Failure) => {
    const step = open.get(row.code);
    return step && pairOf(step) === pairOf(row) ? step : undefined;
  };
  const [first] = rows.flatMap((row) => stepOf(row) ?? []);
  if (!first) return { change: null, gone: new Map(rows.map((row) => [row, 'noRequest'])) };
  const { jobId } = first;
  const gone = new Map<Failure, RefusedCode>();
  const only: string[] = [];
  for (const row of rows) {
    const step = stepOf(row);
    if (step?.jobId === jobId) only.push(step.requestId);
    else gone.set(row, step ? 'otherJob' : 'noRequest');
  }
  return { change: { of: 'retries', input: { jobId, only } }, gone };
}

function entryOf(row: Failure, id: string | undefined): [Failure, string][] {
  return id === undefined ? [] : [[row, id]];
}

function matched(
  rows: readonly Failure[],
  found: ReadonlyMap<Failure, string>,
  code: RefusedCode,
  changeOf: (ids: string[]) => FailuresChange,
): Matched {
  const gone = new Map(rows.filter((row) => !found.has(row)).map((row) => [row, code]));
  return { change: found.size > 0 ? changeOf([...new Set(found.values())]) : null, gone };
}
