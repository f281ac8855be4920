import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { projectFolder } from '@/lib/db/embedded/project-folder';
import type { Evidence } from './evidence';

/** Searches every row of every table, with the audit log and the queue. Binary columns come as hex. */
export async function searchDatabase(database: pg.Client, evidence: Evidence): Promise<number> {
  const { rows: tables } = await database.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  let found = 0;
  for (const { name } of tables) {
    const { rows } = await database.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`);
    found += rows.length;
    evidence.note(`table ${name}`, rows.map(({ row }) => row).join('\n'));
  }
  return found;
}

/** Browser code must not contain these names: code that reads them belongs to the server. */
const namesOfSecrets = [
  'DOORDEER_RC4_KEY',
  'DOORDEER_COMID',
  'DOORDEER_BASIC_AUTH',
  'DOORDESK_VAULT_KEY',
  'NEXTAUTH_SECRET',
  'DATABASE_URL',
  'gid_passwd',
  'lock_passwd',
  'comid',
];

/** Searches public files: scripts, styles, fonts. Returns the forbidden names that were found. */
export function searchStaticFiles(evidence: Evidence): { files: number; named: string[] } {
  const files = ['.next/static', 'public'].flatMap((folder) => listFiles(path.join(projectFolder, folder)));
  const named: string[] = [];
  for (const file of files) {
    const content = readFileSync(file);
    const name = path.relative(projectFolder, file);
    evidence.note(`file ${name}`, content);
    for (const word of namesOfSecrets) if (content.includes(word)) named.push(`${name}: ${word}`);
  }
  return { files: files.length, named };
}

function listFiles(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
}
