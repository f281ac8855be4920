import pg from 'pg';

export function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function asAdministrator<T>(serverUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export async function createDatabase(serverUrl: string, name: string, template?: string): Promise<void> {
  await asAdministrator(serverUrl, (client) =>
    client.query(`create database "${name}"${template ? ` template "${template}"` : ''}`),
  );
}

export async function stopAutovacuum(serverUrl: string): Promise<void> {
  await asAdministrator(serverUrl, async (client) => {
    await client.query('alter system set autovacuum = off');
    await client.query('select pg_reload_conf()');
  });
}

/** A session in a template makes `create database` wait, and fail after 5 s. */
export async function refuseSessions(serverUrl: string, name: string): Promise<void> {
  await asAdministrator(serverUrl, (client) =>
    client.query(`alter database "${name}" with allow_connections false`),
  );
}

export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await asAdministrator(serverUrl, (client) =>
    client.query(`drop database if exists "${name}" with (force)`),
  );
}

export async function dropDatabases(serverUrl: string, prefix: string): Promise<void> {
  await asAdministrator(serverUrl, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [prefix],
    );
    for (const { datname } of rows) await client.query(`drop database if exists "${datname}" with (force)`);
  });
}
