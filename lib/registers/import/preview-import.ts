import type { Scope } from '@/lib/auth/scope';
import type { Db } from '@/lib/db/client';
import { allPeople } from '../people/data';
import type { Calendar } from '../read-calendar';
import { registerRooms } from '../rooms';
import type { Undecided } from './decode-file';
import type { Encoding } from './encoding-names';
import { type ImportPlan, planInTurns, type RowPreview, type RowStatus } from './plan';
import { readFile } from './read-file';
import { type Column, readHeadings } from './read-headings';
import type { FileTable, Separator } from './read-table';
import type { RowChoice } from './schema';

export type ImportPreview = {
  digest: string;
  encoding: Encoding | null;
  separator: Separator | null;
  /** Headings that were not understood, or that repeat another column. */
  unused: string[];
  noted: string[];
  counts: Record<RowStatus, number>;
  rows: RowPreview[];
};

export type ReadImport = FileTable & {
  plan: ImportPlan;
  columns: Column[];
  encoding: Encoding | null;
};

export type Wishes = { encoding?: Encoding | undefined; choices?: Readonly<Record<string, RowChoice>> };

/** Throws ImportProblem if the file cannot be read at all. */
export async function readImport(
  { db, scope, calendar }: { db: Db; scope: Scope; calendar: Calendar },
  bytes: Uint8Array,
  { encoding: wish, choices = {} }: Wishes = {},
): Promise<ReadImport | Undecided> {
  const file = await readFile(bytes, wish);
  if ('samples' in file) return file;
  const columns = readHeadings(file.heading.cells);
  const people = await allPeople(db, scope, calendar);
  const plan = await planInTurns({ columns, lines: file.rows, people, rooms: registerRooms(scope), choices });
  return { ...file, plan, columns };
}

export function previewOf({ plan, columns, encoding, separator }: ReadImport): ImportPreview {
  const counts: Record<RowStatus, number> = { new: 0, changed: 0, same: 0, invalid: 0 };
  for (const { preview } of plan.rows) counts[preview.status]++;
  const headings = (wanted: Column['field']) =>
    columns.filter(({ field, heading }) => field === wanted && heading !== '').map(({ heading }) => heading);
  return {
    digest: plan.digest,
    encoding,
    separator,
    unused: headings(null),
    noted: headings('alsoNote'),
    counts,
    rows: plan.rows.map(({ preview }) => preview),
  };
}
