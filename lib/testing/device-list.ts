type Queryable = { query(text: string, values: unknown[]): Promise<unknown> };

/**
 * As if device lists had last been read this many minutes ago, all of them or one account's. A page waits for a list of
 * 61 minutes.
 */
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
