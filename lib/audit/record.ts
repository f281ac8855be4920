import type { Db } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { AuditDetail } from '@/lib/db/tables/audit';
import { DeskError } from '@/lib/errors';
import { log } from '@/lib/log';
import { auditKeys } from '@/lib/text/stored-keys';
import { currentKeyNumber, deriveKey } from '@/lib/vault';
import { scheduleAnchor } from './anchor-file';
import { entryMac, headMac, isGenuineHead } from './compute-mac';
import type { AuditEntry } from './entry';
import { openIntents } from './open-intents';

class AuditBrokenError extends Error {
  constructor() {
    super('the head of the audit log does not match DOORDESK_VAULT_KEY; run npm run audit:verify');
    this.name = 'AuditBrokenError';
  }
}

/**
 * Appends one entry and returns its number. Inside a transaction, make it the last write: the log's head stays
 * locked until the end. Throws `audit-unavailable` when it cannot be written; then what it announces must not
 * happen.
 */
export async function recordAudit(db: Db, entry: AuditEntry): Promise<number> {
  try {
    const seq = db.isTransaction
      ? await appendEntry(db, entry)
      : await db.transaction().execute((trx) => appendEntry(trx, entry));
    scheduleAnchor();
    // A caller with a transaction keeps its intent's number in a row of its own.
    if (entry.outcome === 'intent' && !db.isTransaction) openIntents.set(seq, entry);
    if (entry.intentSeq !== undefined) openIntents.delete(entry.intentSeq);
    return seq;
  } catch (error) {
    log.error({ err: error, action: entry.action }, 'audit entry could not be written');
    throw new DeskError('audit-unavailable');
  }
}

/**
 * `headKey`: the number of the key that must have signed the head. Only a rotation names an older one: its entry is the
 * first under the new key.
 */
export async function appendEntry(
  trx: Db,
  entry: AuditEntry,
  { headKey = currentKeyNumber() }: { headKey?: number } = {},
): Promise<number> {
  const keyNumber = currentKeyNumber();
  const key = deriveKey('audit-chain');
  // The lock on the head puts the entries of all processes into one order.
  const head = await trx
    .selectFrom('audit_head')
    .select(['seq', 'key_number as keyNumber', 'mac', 'head_mac as headMac'])
    .forUpdate()
    .executeTakeFirst();
  const isOurs = head && (head.seq === 0 || head.keyNumber === headKey);
  if (!isOurs || !isGenuineHead(deriveKey('audit-chain', headKey), head)) throw new AuditBrokenError();

  const at = databaseDate();
  const seq = head.seq + 1;
  const row = {
    workspaceId: entry.workspaceId,
    actor: storable(entry.actor, 320),
    account: storable(entry.account, 320),
    role: entry.role,
    action: storable(entry.action, 80),
    subject: storable(entry.subject, 1_000),
    outcome: entry.outcome,
    detail: JSON.stringify(storableDetail(entry.detail ?? {})),
    intentSeq: entry.intentSeq ?? null,
    memberId: entry.memberId ?? null,
    connectionId: entry.connectionId ?? null,
    network: entry.network ? storable(entry.network, 80) : null,
    device: entry.device ? storable(entry.device, 80) : null,
    buildings: entry.buildings?.length ? entry.buildings.map((name) => storable(name, 1_000)) : null,
  };
  const keys = auditKeys(row);
  const mac = entryMac(key, head.mac, { ...row, seq, at: String(at.getTime()) });
  await trx
    .insertInto('audit_entry')
    .values({
      seq,
      at,
      workspace_id: row.workspaceId,
      actor: row.actor,
      account: row.account,
      role: row.role,
      action: row.action,
      subject: row.subject,
      outcome: row.outcome,
      detail: row.detail,
      intent_seq: row.intentSeq,
      member_id: row.memberId,
      connection_id: row.connectionId,
      network: row.network,
      device: row.device,
      buildings: row.buildings,
      key_number: keyNumber,
      mac,
    })
    .execute();
  await trx
    .insertInto('audit_text')
    .values({ seq, workspace_id: row.workspaceId, ...keys })
    // A number that is used again means that the log's end was cut off. The check of the chain reports that.
    .onConflict((on) => on.column('seq').doUpdateSet({ workspace_id: row.workspaceId, ...keys }))
    .execute();
  await trx
    .updateTable('audit_head')
    .set({ seq, key_number: keyNumber, mac, head_mac: headMac(key, { seq, mac }) })
    .execute();
  return seq;
}

/** PostgreSQL stores neither NUL nor half of a surrogate pair. The MAC must cover what is stored. */
function storable(text: string, longest: number): string {
  return text.slice(0, longest).replace(/[\p{Surrogate}\0]/gu, '\ufffd');
}

function storableDetail(detail: AuditDetail): AuditDetail {
  const pairs = Object.entries(detail).map(([name, value]) => [
    storable(name, 80),
    typeof value === 'string'
      ? storable(value, 2_000)
      : typeof value === 'number' && !Number.isFinite(value)
        ? null
        : value,
  ]);
  return Object.fromEntries(pairs);
}
