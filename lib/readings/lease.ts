import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';

const leaseSeconds = 15;

/** One process fills a building at a time. If it dies, the next one follows when the lease expires. */
export type Lease = { renew: () => Promise<boolean>; release: () => Promise<void> };

/** Null while another process holds it. */
export async function takeLease(workspaceId: string, buildingName: string): Promise<Lease | null> {
  const holder = randomUUID();
  const claim = async () => {
    // The database's clock, because two processes may disagree about the time.
    const expiry = sql`now() + make_interval(secs => ${leaseSeconds})`;
    const taken = await sql`
      update fill_lease set holder = ${holder}, expires_at = ${expiry}
      where workspace_id = ${workspaceId} and building_name = ${buildingName}
        and (holder = ${holder} or expires_at < now())
      returning holder`.execute(getDb());
    if (taken.rows.length > 0) return true;
    const { rows } = await sql`
      insert into fill_lease (workspace_id, building_name, holder, expires_at)
      values (${workspaceId}, ${buildingName}, ${holder}, ${expiry})
      on conflict (workspace_id, building_name) do nothing
      returning holder`.execute(getDb());
    return rows.length > 0;
  };
  if (!(await claim())) return null;
  return {
    renew: claim,
    release: async () => {
      await getDb()
        .deleteFrom('fill_lease')
        .where('workspace_id', '=', workspaceId)
        .where('building_name', '=', buildingName)
        .where('holder', '=', holder)
        .execute();
    },
  };
}
