import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';

/** For the system's Chromium: a container has no sandbox for it, and it sends requests of its own. */
export const systemBrowserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const systemNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const systemPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Playwright's own Chromium or the system's; null when neither runs. */
export function findBrowser(): string | null {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const candidates = [
    chromium.executablePath(),
    ...systemNames.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    ...systemPlaces,
  ];
  return candidates.find((file) => isExecutable(file) && saysItsVersion(file)) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A file may exist and not run: libraries are missing, or Ubuntu's chromium only says "install the snap". */
function saysItsVersion(file: string): boolean {
  const result = spawnSync(file, ['--version', '--no-sandbox'], { encoding: 'utf8', timeout: 30_000 });
  return result.status === 0 && /\d+\.\d+/.test(result.stdout);
}

/** Finds a browser or installs one; null when that is not possible. */
export function bringBrowser(): string | null {
  const there = findBrowser();
  if (there) return there;
  const root = process.getuid?.() === 0;
  console.log('No Chromium found. Installing one …');
  attempt('npx', ['playwright', 'install', ...(root ? ['--with-deps'] : []), 'chromium']);
  const brought = findBrowser();
  if (brought || !root) return brought;
  attempt('apt-get', ['update']);
  attempt('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
  return findBrowser();
}

function attempt(command: string, args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, error } = spawnSync(command, args, {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: 420_000,
  });
  if (status !== 0) console.log(`${command} ${args[0]} failed${error ? `: ${error.message}` : ''}.`);
}
