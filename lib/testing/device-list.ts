import { getDb } from '../db/client';

type Queryable = { query(text: string, values: unknown[]): Promise<unknown> };

/** As if lists had last been read this many minutes ago: all, or one account's. At 61 minutes a page waits. */
export async function ageDeviceList(
  database: Queryable,
  { minutes = 61, account }: { minutes?: number; account?: string } = {},
): Promise<void> {
  await database.query(
    `update device_list set read_at = now() - make_interval(secs => $1), tried_at = now() - make_interval(secs => $1)
     from workspace where workspace.id = workspace_id and ($2::text is null or account = $2)`,
    [minutes * 60, account ?? null],
  );
}

/** As if this much time had passed since each list was read. By values: Citus computes no interval in an update. */
export async function moveListsBack(seconds: number): Promise<void> {
  const earlier = (at: Date) => new Date(at.getTime() - seconds * 1_000);
  const lists = await getDb()
    .selectFrom('device_list')
    .select(['workspace_id', 'empty_since', 'tried_at', 'read_at'])
    .execute();
  for (const { workspace_id, ...times } of lists)
    await getDb()
      .updateTable('device_list')
      .set({
        empty_since: times.empty_since && earlier(times.empty_since),
        tried_at: earlier(times.tried_at),
        read_at: times.read_at && earlier(times.read_at),
      })
      .where('workspace_id', '=', workspace_id)
      .execute();
}
