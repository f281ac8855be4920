import { sql } from 'kysely';
import type { Anchor } from '../../audit/anchor-file';
import { verifyAudit } from '../../audit/verify-audit';
import type { Db } from '../../db/client';
import { keyNumberOf, readManifest } from '../../files/record/manifest';
import { manifestPublicKey } from '../../files/record/signature';

export type RestoredReport = {
  auditEntries: number;
  manifests: number;
  doors: number;
  faults: string[];
};

/** Checks the chain of the audit log, the manifests of exported files, and that no archived event is missing. */
export async function checkRestored(db: Db, anchors: readonly Anchor[]): Promise<RestoredReport> {
  const audit = await verifyAudit(db, { anchors });
  const manifests = await checkManifests(db);
  const doors = await checkDoors(db);
  return {
    auditEntries: audit.entries,
    manifests: manifests.checked,
    doors: doors.checked,
    faults: [...audit.faults, ...manifests.faults, ...doors.faults],
  };
}

async function checkManifests(db: Db): Promise<{ checked: number; faults: string[] }> {
  const rows = await db
    .selectFrom('export_file')
    .select(['id', 'manifest'])
    .where('manifest', 'is not', null)
    .execute();
  const wrong = rows.filter(({ manifest }) => !manifest || !isGenuine(manifest));
  return {
    checked: rows.length,
    faults: wrong.map(({ id }) => `The manifest of the exported file ${id} is not valid.`),
  };
}

function isGenuine(manifest: string): boolean {
  try {
    return typeof readManifest(manifest, manifestPublicKey(keyNumberOf(manifest))) !== 'string';
  } catch {
    return false;
  }
}

/** Each stretch of a door's list says how many events it has, and how many of them were deleted by rule. */
async function checkDoors(db: Db): Promise<{ checked: number; faults: string[] }> {
  const { rows } = await sql<{ gid: string; stored: number; expected: number }>`
    select stretch.gid, stretch.size - stretch.pruned as expected, (
      select count(*) from event
      where event.workspace_id = stretch.workspace_id and event.gid = stretch.gid
        and event.stream is not distinct from stretch.channel
        and event.place between stretch.low and stretch.high
    ) as stored
    from event_stretch as stretch`.execute(db);
  const wrong = rows.filter(({ stored, expected }) => stored !== expected);
  return {
    checked: new Set(rows.map(({ gid }) => gid)).size,
    faults: wrong.map(
      ({ gid, stored, expected }) => `Door ${gid} has ${stored} events where its record says ${expected}.`,
    ),
  };
}
