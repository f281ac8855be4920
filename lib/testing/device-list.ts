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
