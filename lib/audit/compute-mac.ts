import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AuditOutcome } from '@/lib/db/tables/audit';

/** What an entry's MAC covers: every column but the MAC itself. `at` is in milliseconds, `detail` is JSON, both as text. */
export type ChainedEntry = {
  seq: number;
  at: string;
  workspaceId: string | null;
  actor: string;
  account: string;
  role: string | null;
  action: string;
  subject: string;
  outcome: AuditOutcome;
  detail: string;
  intentSeq: number | null;
} & ChainedClient;

/** Since version 2 of the chain. */
type ChainedClient = {
  memberId: string | null;
  connectionId: string | null;
  network: string | null;
  device: string | null;
  buildings: readonly string[] | null;
};

/** The MAC of one entry covers its predecessor's MAC, so that no entry can be changed, dropped or moved unseen. */
export function entryMac(key: Buffer, previous: Buffer, entry: ChainedEntry): Buffer {
  const { memberId, connectionId, network, device, buildings } = entry;
  return macOf(key, previous, [...firstFields(entry), memberId, connectionId, network, device, buildings]);
}

/**
 * Also true for an entry of a version before members, whose MAC covers fewer fields. It must hold nothing in the later ones. An
 * entry that has lost its later fields does not pass: its own MAC is over a longer list, and so of another text.
 */
export function isGenuineEntry(
  key: Buffer,
  previous: Buffer,
  entry: ChainedEntry & { mac: Buffer },
): boolean {
  if (sameMac(entry.mac, entryMac(key, previous, entry))) return true;
  const { memberId, connectionId, network, device, buildings } = entry;
  const isBare = [memberId, connectionId, network, device, buildings].every((field) => field === null);
  return isBare && sameMac(entry.mac, macOf(key, previous, firstFields(entry)));
}

function firstFields(entry: ChainedEntry): unknown[] {
  return [
    entry.seq,
    entry.at,
    entry.workspaceId,
    entry.actor,
    entry.account,
    entry.role,
    entry.action,
    entry.subject,
    entry.outcome,
    entry.detail,
    entry.intentSeq,
  ];
}

/** An array, so that the text cannot depend on the order of an object's fields. */
function macOf(key: Buffer, previous: Buffer, fields: readonly unknown[]): Buffer {
  const text = JSON.stringify(fields);
  return createHmac('sha256', key).update('entry\n').update(previous).update('\n').update(text).digest();
}

/** The head's own MAC: without the key, the chain cannot be shortened except by putting back an older head. */
export function headMac(key: Buffer, head: { seq: number; mac: Buffer }): Buffer {
  return createHmac('sha256', key).update(`head\n${head.seq}\n`).update(head.mac).digest();
}

/** Whether the head belongs to an untouched chain. Only a log without any entry has a head without a MAC. */
export function isGenuineHead(key: Buffer, head: { seq: number; mac: Buffer; headMac: Buffer }): boolean {
  if (head.seq === 0) return head.mac.length === 0 && head.headMac.length === 0;
  return sameMac(head.headMac, headMac(key, head));
}

export function sameMac(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
