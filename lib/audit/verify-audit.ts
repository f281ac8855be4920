import { sql } from 'kysely';
import type { Db } from '@/lib/db/client';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import type { AuditOutcome } from '@/lib/db/tables/audit';
import { currentKeyNumber, deriveKey, VaultError } from '@/lib/vault';
import { type Anchor, findContradicted } from './anchor-file';
import { findTriggerFaults } from './check-triggers';
import { type ChainedEntry, isGenuineEntry, isGenuineHead, sameMac } from './compute-mac';

export type AuditReport = {
  entries: number;
  /** Note it down elsewhere. A later run can then prove that nothing up to this entry is gone. */
  head: Anchor | null;
  faults: string[];
};

const batchSize = 5_000;
const mostFaults = 100;

/** Reports every fault of the whole chain, read in one snapshot. Only `anchors` can show that the end was cut off. */
export async function verifyAudit(
  db: Db,
  { anchors = [], keyOf = findChainKey }: { anchors?: readonly Anchor[]; keyOf?: FindKey } = {},
): Promise<AuditReport> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const faults: string[] = [];
      const walked = await walk(trx, keyOf, faults);
      await checkHead(trx, keyOf, walked, faults);
      for (const { seq } of await findContradicted(trx, anchors)) {
        faults.push(
          seq > walked.seq
            ? `The log ends at entry ${walked.seq}, but entry ${seq} was seen before: the end has been cut off.`
            : `Entry ${seq} is not the one that was seen before.`,
        );
      }
      faults.push(...(await findTriggerFaults(trx)));
      return {
        entries: walked.entries,
        head: walked.seq > 0 ? { seq: walked.seq, mac: walked.mac.toString('hex') } : null,
        faults: faults.slice(0, mostFaults),
      };
    });
}

type FindKey = (number: number) => Buffer | null;

/** Null for a number that the vault has no key of. */
function findChainKey(number: number): Buffer | null {
  try {
    return deriveKey('audit-chain', number);
  } catch (error) {
    if (error instanceof VaultError) return null;
    throw error;
  }
}

type Walked = { entries: number; seq: number; keyNumber: number; mac: Buffer };

async function walk(trx: Db, keyOf: FindKey, faults: string[]): Promise<Walked> {
  let last: Walked = { entries: 0, seq: 0, keyNumber: 1, mac: Buffer.alloc(0) };
  // No lower bound: numbers below 1 are never given, so an entry there was added by someone else.
  let after: number | null = null;
  for (;;) {
    const rows = await readEntries(trx, after);
    for (const entry of rows) {
      const { mac, keyNumber } = entry;
      const key = keyOf(keyNumber);
      if (entry.seq !== last.seq + 1) faults.push(gap(last.seq, entry.seq));
      // Compares with the stored MAC of the entry before, so that one changed entry does not make all later ones wrong.
      if (!key || !isGenuineEntry(key, last.mac, entry)) {
        faults.push(`Entry ${entry.seq} (${entry.action}) has been changed, moved or put in.`);
      }
      // After a rotation the old key may be known to others. It must sign nothing more.
      if (keyNumber < last.keyNumber)
        faults.push(`Entry ${entry.seq} was signed with key ${keyNumber}, which had been replaced before.`);
      last = { entries: last.entries + 1, seq: entry.seq, keyNumber, mac };
      after = entry.seq;
    }
    if (rows.length < batchSize) return last;
  }
}

function gap(before: number, found: number): string {
  if (found <= before) return `Entry ${found} stands where none can be.`;
  return found === before + 2
    ? `Entry ${before + 1} is missing.`
    : `Entries ${before + 1} to ${found - 1} are missing.`;
}

type Row = ChainedEntry & { keyNumber: number; mac: Buffer };

/** Exact milliseconds and unparsed detail: the check must see what is stored, without rounding. */
async function readEntries(trx: Db, after: number | null): Promise<Row[]> {
  return trx
    .selectFrom('audit_entry')
    .select([
      'seq',
      sql<string>`trim_scale(extract(epoch from at) * 1000)::text`.as('at'),
      'workspace_id as workspaceId',
      'actor',
      'account',
      sql<string | null>`role`.as('role'),
      'action',
      'subject',
      sql<AuditOutcome>`outcome`.as('outcome'),
      sql<string>`detail::text`.as('detail'),
      'intent_seq as intentSeq',
      'member_id as memberId',
      'connection_id as connectionId',
      'network',
      'device',
      'buildings',
      'key_number as keyNumber',
      'mac',
    ])
    .$if(after !== null, (query) => query.where('seq', '>', after))
    .orderBy('seq')
    .limit(batchSize)
    .modifyEnd(everyWorkspace)
    .execute();
}

async function checkHead(trx: Db, keyOf: FindKey, walked: Walked, faults: string[]): Promise<void> {
  const head = await trx
    .selectFrom('audit_head')
    .select(['seq', 'key_number as keyNumber', 'mac', 'head_mac as headMac'])
    .executeTakeFirst();
  if (!head) {
    faults.push('The head of the log is missing.');
    return;
  }
  const key = keyOf(head.keyNumber);
  const isNewest = head.seq === 0 || head.keyNumber === currentKeyNumber();
  if (!key || !isNewest || !isGenuineHead(key, head)) {
    faults.push('The head of the log was not written by Doordesk with this DOORDESK_VAULT_KEY.');
  }
  if (head.seq > walked.seq) {
    faults.push(`The log ends at entry ${walked.seq}, its head says ${head.seq}: the end has been cut off.`);
  } else if (head.seq < walked.seq) {
    faults.push(`The log goes on to entry ${walked.seq} beyond its head, which says ${head.seq}.`);
  } else if (!sameMac(head.mac, walked.mac)) {
    faults.push(`The head does not belong to the last entry, ${walked.seq}.`);
  }
}
