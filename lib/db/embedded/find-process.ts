import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';

/**
 * Whether process `pid` is a living PostgreSQL server on `folder`. A pid alone proves nothing: after a restart of a
 * container the number soon belongs to somebody else, and a killed server may stay behind as a zombie.
 */
export function servesFolder(pid: number, folder: string): boolean {
  if (process.platform === 'linux') return servesFolderByProc(pid, folder);
  const listed =
    spawnSync('ps', ['-o', 'stat=,command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  return !listed.trim().startsWith('Z') && listed.includes('postgres') && listed.includes(folder);
}

function servesFolderByProc(pid: number, folder: string): boolean {
  try {
    const state = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '')[0];
    if (state === 'Z' || state === 'X') return false;
    // The server's working folder is its data.
    return readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    return false;
  }
}

/** A TCP port of this machine that nobody listens on: `wanted` when it is free. */
export async function findFreePort(wanted = 0): Promise<number> {
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? wanted;
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : null));
    });
  });
}
