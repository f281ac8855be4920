import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { EmbeddedDatabaseError, useYourOwn } from './fault';

/** PostgreSQL's system account; `null` is the current one. */
export type RunAs = { name: string; uid: number; gid: number } | null;

/** The account, a folder that all can enter, and none of our environment, which holds secrets. */
export function spawnOptions(runAs: RunAs) {
  return {
    cwd: '/',
    env: {
      NODE_ENV: process.env.NODE_ENV,
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      LC_ALL: 'C',
      TZ: 'UTC',
    },
    ...(runAs ? { uid: runAs.uid, gid: runAs.gid } : {}),
  };
}

export function runCommand(runAs: RunAs, file: string, args: string[]): SpawnSyncReturns<string> {
  return spawnSync(file, args, { ...spawnOptions(runAs), encoding: 'utf8', timeout: 120_000 });
}

/** PostgreSQL refuses to run as root. Use an existing account: a demo must not create one on the machine. */
export function chooseAccount(clusterFolder: string): RunAs {
  if (process.getuid?.() !== 0) return null;
  const account = findOrdinaryAccount(clusterFolder, ['postgres', 'nobody', 'daemon']);
  if (account) return account;
  throw new EmbeddedDatabaseError(
    `PostgreSQL does not run as root, and no unprivileged account (postgres, nobody) can be used here. ${useYourOwn}`,
  );
}

/** The owner of `folder`, or the first of `names`, that is not root and can run programs. */
export function findOrdinaryAccount(folder: string, names: readonly string[]): RunAs {
  const accounts = readAccounts();
  const owner = existsSync(folder) ? statSync(folder).uid : 0;
  const candidates = [
    accounts.find((account) => account.uid === owner),
    ...names.map((name) => accounts.find((account) => account.name === name)),
  ];
  for (const account of candidates) {
    if (account && account.uid !== 0 && runCommand(account, '/bin/sh', ['-c', ':']).status === 0)
      return account;
  }
  return null;
}

function readAccounts(): { name: string; uid: number; gid: number }[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4 && !fields[0]?.startsWith('#'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => Number.isInteger(uid) && Number.isInteger(gid));
}

export function canEnter(runAs: RunAs, folder: string): boolean {
  return runCommand(runAs, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder]).status === 0;
}
