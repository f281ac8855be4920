import { randomUUID } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Db, getDb } from '@/lib/db/client';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import { lockByName } from '@/lib/db/transaction-lock';
import { OperatorFault } from '@/lib/errors';
import { log } from '@/lib/log';
import { processSlot } from '@/lib/process-slot';
import { namePath } from '@/lib/text/path-fault';

export type Anchor = { seq: number; mac: string };

const delayMs = 1_000;

/** The database cannot show that its last entries were cut off and an older head put back. This file on the machine can. */
export function anchorFile(dataFolder: string): string {
  return path.join(dataFolder, 'audit-anchor.json');
}

const shared = processSlot<NodeJS.Timeout>('audit-anchor');

/** Waits for the commit: an entry of a transaction that is rolled back must not be anchored. */
export function scheduleAnchor(): void {
  // Only a started Doordesk names the folder. Commands and tests leave the anchor as it is.
  const folder = process.env.DOORDESK_DATA;
  if (shared.value || !folder) return;
  shared.value = setTimeout(() => {
    shared.value = undefined;
    writeAnchor(getDb(), anchorFile(folder)).catch((error) =>
      log.warn({ err: error }, 'the audit anchor could not be written'),
    );
  }, delayMs);
  shared.value.unref();
}

export async function flushAnchor(): Promise<void> {
  const folder = process.env.DOORDESK_DATA;
  if (!shared.value || !folder) return;
  clearTimeout(shared.value);
  shared.value = undefined;
  await writeAnchor(getDb(), anchorFile(folder));
}

/**
 * Remembers the present head. An older anchor that the log contradicts is kept as evidence. Writers take turns by a lock in
 * the database, which all processes of one data folder share: an older head must not replace a newer one.
 */
export function writeAnchor(db: Db, file: string): Promise<void> {
  return db.transaction().execute(async (trx) => {
    await lockByName(trx, 'audit-anchor');
    await replaceAnchor(trx, file);
  });
}

async function replaceAnchor(db: Db, file: string): Promise<void> {
  // The file is read first, so that its anchors are never newer than the head.
  const known = await readAnchors(file);
  const head = await db.selectFrom('audit_head').select(['seq', 'mac']).executeTakeFirst();
  const contradicted = await findContradicted(db, known);
  const anchors = [...contradicted];
  if (head && head.seq > 0) anchors.push({ seq: head.seq, mac: head.mac.toString('hex') });
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, `${JSON.stringify(anchors)}\n`, { mode: 0o600 });
    await keepOwner(draft, file);
    await rename(draft, file);
  } catch (error) {
    // On a full disk each attempt would leave a draft behind.
    await rm(draft, { force: true });
    throw error;
  }
}

/** The serving process may have an ordinary account, and must be able to read what a command of root wrote. */
async function keepOwner(draft: string, file: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const owner = await stat(file).catch(() => null);
  if (owner) await chown(draft, owner.uid, owner.gid);
}

/** Returns no anchors if there is no file yet. Throws if the file cannot be read or holds something else. */
export async function readAnchors(file: string): Promise<Anchor[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw namePath(error, file);
  }
  const value = parseJson(text);
  if (!Array.isArray(value) || !value.every(isAnchor))
    throw new OperatorFault(
      `${file} is not an audit anchor. An anchor is the file audit-anchor.json of a data folder`,
    );
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAnchor(value: unknown): value is Anchor {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'seq' in value &&
    Number.isSafeInteger(value.seq) &&
    'mac' in value &&
    /^[0-9a-f]{64}$/.test(String(value.mac))
  );
}

export async function findContradicted(db: Db, anchors: readonly Anchor[]): Promise<Anchor[]> {
  if (anchors.length === 0) return [];
  const rows = await db
    .selectFrom('audit_entry')
    .select(['seq', 'mac'])
    .where(
      'seq',
      'in',
      anchors.map(({ seq }) => seq),
    )
    .modifyEnd(everyWorkspace)
    .execute();
  const macs = new Map(rows.map(({ seq, mac }) => [seq, mac.toString('hex')]));
  return anchors.filter(({ seq, mac }) => macs.get(seq) !== mac);
}
