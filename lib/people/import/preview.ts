import type { Scope } from '@/lib/auth/scope';
import type { Db } from '@/lib/db/client';
import { registerRooms } from '@/lib/registers/rooms';
import type { Calendar } from '@/lib/registers/today';
import { allPeople } from '../data';
import type { Encoding } from '../schema';
import { decodeFile } from './decode';
import { type Column, readHeadings } from './headings';
import { type ImportPlan, planImport, type RowPreview, type RowStatus } from './plan';
import { readTable, type Separator } from './read-table';

/** A whole import as the browser shows it. */
export type ImportPreview = {
  digest: string;
  encoding: Encoding;
  separator: Separator;
  /** Headings that were not understood. */
  unused: string[];
  counts: Record<RowStatus, number>;
  rows: RowPreview[];
};

export type ReadImport = {
  plan: ImportPlan;
  columns: Column[];
  encoding: Encoding;
  separator: Separator;
};

/** Reads a file against the register as `db` sees it. Throws ImportProblem when it cannot be read at all. */
export async function readImport(
  { db, scope, calendar }: { db: Db; scope: Scope; calendar: Calendar },
  bytes: Uint8Array,
  wish?: Encoding,
): Promise<ReadImport> {
  const { text, encoding } = decodeFile(bytes, wish);
  const { separator, heading, rows } = readTable(text);
  const columns = readHeadings(heading.cells);
  const people = await allPeople(db, scope, calendar);
  const plan = planImport({ columns, lines: rows, people, rooms: registerRooms(scope) });
  return { plan, columns, encoding, separator };
}

export function previewOf({ plan, columns, encoding, separator }: ReadImport): ImportPreview {
  const counts: Record<RowStatus, number> = { new: 0, changed: 0, same: 0, invalid: 0 };
  for (const { preview } of plan.rows) counts[preview.status]++;
  return {
    digest: plan.digest,
    encoding,
    separator,
    unused: columns
      .filter(({ field, heading }) => field === null && heading !== '')
      .map(({ heading }) => heading),
    counts,
    rows: plan.rows.map(({ preview }) => preview),
  };
}
