import { type Kysely, sql } from 'kysely';

const columns = [
  ['device_list', 'error_code'],
  ['master_reading', 'error_code'],
  ['share_reading', 'error_code'],
  ['doorcode_reading', 'error_code'],
  ['event_stream', 'error_code'],
  ['event_door', 'error_code'],
  ['job', 'wait_code'],
  ['job_step', 'code'],
  ['doorcode_request', 'code'],
] as const;

/** Result codes outside the vendor's document count as an outage: failures that were kept as refusals are renamed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [table, column] of columns) {
    await sql`
      update ${sql.table(table)} set ${sql.ref(column)} = 'cloud-undocumented'
      where ${sql.ref(column)} = 'refused-undocumented'`.execute(db);
  }
}
