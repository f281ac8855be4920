import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { OperatorFault } from '../errors';
import { worldVersion } from '../simulator/world/seed';
import { namePath } from '../text/path-fault';

const schema = z.object({
  vaultKey: z.string(),
  nextAuthSecret: z.string(),
  rc4Key: z.string(),
  comid: z.string(),
  /** Kept, because stored pictures have this port in their address. */
  simulatorPort: z.number(),
  /** Milliseconds since 1970. With it, a restarted cloud has the same history. */
  worldStart: z.number(),
  worldVersion: z.number().default(1),
  /** Registers and views were filled: what a person removes from them stays away. */
  registersFilled: z.boolean().default(false),
});

export type DemoSecrets = z.infer<typeof schema>;

const fileOf = (dataFolder: string) => path.join(dataFolder, 'demo.json');

/** Made once: other secrets could not open what is sealed in the demo's database. */
export function readDemoSecrets(dataFolder: string): DemoSecrets {
  const text = readIfThere(fileOf(dataFolder));
  if (text !== null) return parseSecrets(text, dataFolder);
  const secrets: DemoSecrets = {
    vaultKey: randomBytes(32).toString('base64'),
    nextAuthSecret: randomBytes(32).toString('base64url'),
    rc4Key: randomBytes(12).toString('hex'),
    comid: '10086',
    simulatorPort: 4100,
    worldStart: Date.now(),
    worldVersion,
    registersFilled: false,
  };
  write(dataFolder, secrets);
  return secrets;
}

/** An unreadable file is not a missing one: new secrets would not fit the old database. */
function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw namePath(error, file);
  }
}

function parseSecrets(text: string, dataFolder: string): DemoSecrets {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new OperatorFault(
      `${fileOf(dataFolder)} is damaged. Put back a copy of it, or move ${dataFolder} away: the next demo then begins with a new world`,
      { cause },
    );
  }
}

const oldAfter = 7 * 24 * 3_600_000;

/**
 * A made-up world ages: after a week its doorcodes have expired. Moves an old demo, or one with another version's
 * world, to another folder, and returns that folder's name. A demo with a running server stays.
 */
export function putOldDemoAside(dataFolder: string, now = Date.now()): string | null {
  if (!existsSync(fileOf(dataFolder)) || existsSync(path.join(dataFolder, 'postgres/postmaster.pid')))
    return null;
  const { worldStart, worldVersion: version } = readDemoSecrets(dataFolder);
  if (version === worldVersion && now - worldStart < oldAfter) return null;
  const dated = `${dataFolder}-${new Date(worldStart).toISOString().slice(0, 10)}`;
  let aside = dated;
  for (let n = 2; existsSync(aside); n++) aside = `${dated}-${n}`;
  renameSync(dataFolder, aside);
  return aside;
}

/** Without settings, commands that check results use this machine's demo. Returns its folder, or null. */
export function takeDemoSettings(dataFolder: string): string | null {
  const folder = path.join(dataFolder, 'demo');
  const own = ['DOORDESK_VAULT_KEY', 'DOORDEER_RC4_KEY', 'DATABASE_URL'].some((name) =>
    process.env[name]?.trim(),
  );
  if (own || !existsSync(fileOf(folder))) return null;
  const { vaultKey, rc4Key, comid, nextAuthSecret } = readDemoSecrets(folder);
  Object.assign(process.env, {
    DOORDESK_VAULT_KEY: vaultKey,
    DOORDEER_RC4_KEY: rc4Key,
    DOORDEER_COMID: comid,
    NEXTAUTH_SECRET: nextAuthSecret,
    DOORDESK_DATA: folder,
  });
  return folder;
}

export function rememberInDemo(
  dataFolder: string,
  what: Partial<Pick<DemoSecrets, 'simulatorPort' | 'registersFilled'>>,
): void {
  write(dataFolder, { ...readDemoSecrets(dataFolder), ...what });
}

function write(dataFolder: string, secrets: DemoSecrets): void {
  const draft = `${fileOf(dataFolder)}.${process.pid}`;
  rmSync(draft, { force: true });
  writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(draft, fileOf(dataFolder));
}
