import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, lchownSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { anchorFile } from '../../audit/anchor-file';
import { projectFolder } from '../../db/embedded/project-folder';
import { canEnter, findOrdinaryAccount, type RunAs, spawnOptions } from '../../db/embedded/run-as';
import { copyBuild } from './copy-build';

/** Where and as whom the serving process runs. `runAs` null: as the account of this process. */
export type ServingPlace = { folder: string; node: string; runAs: RunAs };

/** Why the serving process keeps the rights of root. */
export type StaysRoot = { staysRoot: string };

/**
 * Root starts PostgreSQL under its account, and is not needed to serve. So the serving process gets an ordinary account:
 * a fault in it then cannot change the machine. If that account cannot read the project, it gets a copy of the build.
 */
export function choosePlace({
  dataFolder,
  port,
  project = projectFolder,
}: {
  dataFolder: string;
  port: number;
  project?: string;
}): ServingPlace & Partial<StaysRoot> {
  const here: ServingPlace = { folder: project, node: process.execPath, runAs: null };
  if (process.getuid?.() !== 0) return here;
  const found = findPlace(here, { dataFolder, port });
  return 'staysRoot' in found ? { ...here, ...found } : found;
}

function findPlace(
  here: ServingPlace,
  { dataFolder, port }: { dataFolder: string; port: number },
): ServingPlace | StaysRoot {
  const runAs = findOrdinaryAccount(dataFolder, ['doordesk', 'nobody', 'daemon']);
  if (!runAs) return { staysRoot: 'this machine has no ordinary account (doordesk, nobody)' };
  if (port < firstOpenPort()) return { staysRoot: `only root may listen on port ${port}` };
  if (!canEnter(runAs, dataFolder))
    return { staysRoot: `the account "${runAs.name}" cannot enter the data folder ${dataFolder}` };
  giveAnchor(dataFolder, runAs);
  if (canServe(here, runAs)) return { ...here, runAs };
  try {
    const folder = copyBuild({ from: here.folder, into: path.join(dataFolder, 'build') });
    const place = { folder, node: nodeIn(here, folder), runAs };
    if (canServe(place, runAs)) return place;
    return {
      staysRoot: `the account "${runAs.name}" can read neither ${here.folder} nor its copy ${folder}`,
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { staysRoot: `the build could not be copied into ${dataFolder} (${why})` };
  }
}

/**
 * The serving process replaces the audit anchor in the data folder. Its group may make files there, and the sticky bit
 * keeps it from replacing files of root, which root would then follow.
 */
function giveAnchor(dataFolder: string, runAs: NonNullable<RunAs>): void {
  const { uid } = statSync(dataFolder);
  const anchor = anchorFile(dataFolder);
  // The account may have put a link there, to a file of root.
  if (existsSync(anchor)) lchownSync(anchor, runAs.uid, runAs.gid);
  if (uid === runAs.uid) return;
  for (const [name, mode] of [
    ['build', 0o755],
    ['backups', 0o700],
  ] as const) {
    const folder = path.join(dataFolder, name);
    if (!existsSync(folder)) mkdirSync(folder, { mode });
  }
  chownSync(dataFolder, uid, runAs.gid);
  chmodSync(dataFolder, 0o1771);
}

function firstOpenPort(): number {
  try {
    return Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
  } catch {
    return 1_024;
  }
}

/** The project's own Node lies in its packages. */
function nodeIn(here: ServingPlace, folder: string): string {
  const inProject = path.relative(here.folder, here.node);
  return inProject.startsWith('..') ? here.node : path.join(folder, inProject);
}

/** Settings files are read at the start, but Next complains about one that it cannot read. */
const needed = ['.next/BUILD_ID', 'node_modules/next/package.json', 'next.config.js', 'public', 'lib'];
const readIfThere = ['.env', '.env.local', '.env.production', '.env.production.local'];
const program = `const fs = require('node:fs');
const [folder, needed, optional] = JSON.parse(process.argv[1]);
for (const name of [...needed, ...optional.filter((name) => fs.existsSync(folder + '/' + name))])
  fs.accessSync(folder + '/' + name, fs.constants.R_OK);`;

function canServe({ folder, node }: Pick<ServingPlace, 'folder' | 'node'>, runAs: RunAs): boolean {
  const given = JSON.stringify([folder, needed, readIfThere]);
  return spawnSync(node, ['-e', program, given], { ...spawnOptions(runAs), timeout: 30_000 }).status === 0;
}
