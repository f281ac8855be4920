import path from 'node:path';
import { flushAnchor } from '../audit/anchor-file';
import { closeDb } from '../db/client';
import { findDataFolder, makeFolder } from '../db/embedded/data-folder';
import { isCompiled } from '../db/embedded/project-folder';
import { migrate } from '../db/migrate-database';
import { type Simulator, startSimulator } from '../simulator/start-simulator';
import { tortureSeed } from '../simulator/world/seed';
import { readDemoArguments } from './arguments';
import { continueBuilt } from './builds';
import { openDatabase, openVaultAt } from './database';
import { introduceDemo } from './demo-introduction';
import { putOldDemoAside, readDemoSecrets, rememberInDemo } from './demo-secrets';
import { untilAskedToStop } from './lifetime';
import { freePort } from './ports';
import { explainWithStack, runProgram } from './run-program';
import { choosePlace } from './serving/choose-place';
import { type Doordesk, ServeError, startDoordesk } from './serving/supervise-server';

const help = `npm run demo [-- --port 3000] [--host 127.0.0.1] [--torture]

Everything for a first look: a simulated doordeer cloud with buildings and people, a PostgreSQL of its own, and
Doordesk in front of them. It needs no settings and sends nothing to other machines. Ctrl+C stops all of it.

  --port N     instead of 3000; a port in use: the next free one
  --host NAME  listen on this address (default: this machine only, because the passwords are public)
  --torture    hostile names: with a leading "=", right-to-left and invisible characters, markup, or hundreds of
               letters. Its data are in a separate folder`;

const wanted = readDemoArguments(help);
const cleanups: (() => Promise<void>)[] = [];
const asked = untilAskedToStop();

await runProgram(() => runDemo().finally(cleanUp), { explain: explainWithStack });

async function cleanUp(): Promise<void> {
  for (const cleanup of cleanups.reverse()) await cleanup().catch((error: unknown) => console.error(error));
}

async function runDemo(): Promise<number> {
  const built =
    isCompiled || (await Promise.race([continueBuilt('lib/cli/demo'), asked.then(() => 'asked' as const)]));
  if (built === 'asked') return 0;
  if (!built) return 1;

  const dataFolder = demoFolder();
  const secrets = readDemoSecrets(dataFolder);
  console.log('Starting the simulated cloud and the database …');
  const simulator = await startSimulator({
    port: await freePort(secrets.simulatorPort),
    key: secrets.rc4Key,
    comid: secrets.comid,
    start: secrets.worldStart,
    ...(wanted.torture ? { seed: tortureSeed } : {}),
  });
  cleanups.push(() => simulator.close());
  rememberInDemo(dataFolder, { simulatorPort: Number(new URL(simulator.url).port) });
  const database = await openDatabase(dataFolder);
  cleanups.push(() => database.close());
  const settings = {
    DOORDEER_URL: simulator.url,
    DOORDEER_RC4_KEY: simulator.key,
    DOORDEER_COMID: simulator.comid,
    DOORDEER_REQUEST_FIELD: '',
    DOORDEER_BASIC_AUTH: '',
    DATABASE_URL: database.url,
    DOORDESK_DATA: dataFolder,
    DOORDESK_VAULT_KEY: secrets.vaultKey,
    NEXTAUTH_SECRET: secrets.nextAuthSecret,
  };
  Object.assign(process.env, settings);
  await migrate(database.url, { onWait: (words) => console.log(words) });
  await openVaultAt(database.url);
  if (!secrets.registersFilled) await fillOnce(dataFolder, simulator);
  const { doordesk, address } = await serveOnFreePort(dataFolder, settings);
  cleanups.push(() => doordesk.stop());
  introduceDemo({
    address,
    controlUrl: simulator.controlUrl,
    dataFolder,
    accounts: Object.values(simulator.accounts),
  });

  const code = await Promise.race([asked.then(() => 0), doordesk.ended]);
  console.log(code === 0 ? '\nStopping …' : 'Doordesk ended unexpectedly; see above.');
  return code;
}

/** Only reports a failure: a demo without tenants and keys is still useful. */
async function fillOnce(dataFolder: string, { cloud }: Simulator): Promise<void> {
  console.log('Filling the registers of tenants and keys …');
  try {
    // Loaded only here, because the verbs import most of Doordesk.
    const { fillRegisters } = await import('./demo-registers/fill-registers');
    await fillRegisters(cloud.world);
    rememberInDemo(dataFolder, { registersFilled: true });
  } catch (error) {
    console.error('The registers could not be filled:', error);
  } finally {
    await flushAnchor();
    await closeDb();
  }
}

/** A separate folder, because a real installation must never meet made-up people. */
function demoFolder(): string {
  const folder = path.join(findDataFolder(), wanted.torture ? 'demo-torture' : 'demo');
  const aside = putOldDemoAside(folder);
  if (aside)
    console.log(
      `The last demo's world is a week old or of another version. It is kept in ${aside}, and a new one begins.`,
    );
  makeFolder(folder);
  return folder;
}

/** Another program may take the port before Doordesk starts; then the next one is tried. */
async function serveOnFreePort(
  dataFolder: string,
  settings: Record<string, string>,
): Promise<{ doordesk: Doordesk; address: string }> {
  for (let first = wanted.port ?? (Number(process.env.PORT) || 3000); ; first++) {
    const port = wanted.port ?? (await freePort(first));
    const address = `http://localhost:${port}`;
    const place = choosePlace({ dataFolder, port });
    if (place.staysRoot) console.log(`Doordesk serves as root, because ${place.staysRoot}.`);
    try {
      const doordesk = await startDoordesk({
        mode: 'production',
        port,
        host: wanted.host ?? '127.0.0.1',
        place,
        settings: { ...settings, NEXTAUTH_URL: address },
      });
      return { doordesk, address };
    } catch (error) {
      if (!(error instanceof ServeError) || !error.portTaken || wanted.port) throw error;
    }
  }
}
