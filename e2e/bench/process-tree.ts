import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

export type Process = {
  pid: number;
  command: string;
  /** In bytes. */
  resident: number;
  /** The part of `resident` that is this process's own. */
  anonymous: number;
  /** The part that is mapped from files, which other processes may share. */
  files: Map<string, number>;
};

/** A process and all below it. */
export function treeOf(pid: number): Process[] {
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return [{ pid, command, ...memoryOf(pid) }, ...children.flatMap((child) => treeOf(Number(child)))];
}

function memoryOf(pid: number): Pick<Process, 'resident' | 'anonymous' | 'files'> {
  const files = new Map<string, number>();
  let [resident, anonymous] = [0, 0];
  for (const mapping of readFileSync(`/proc/${pid}/smaps`, 'utf8').split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m)) {
    const bytes = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(mapping)?.[1] ?? 0) * 1024;
    const [rss, own] = [bytes('Rss'), bytes('Anonymous')];
    const file = /^\S+ \S+ \S+ \S+ \d+ +(.*)/.exec(mapping)?.[1] ?? '';
    resident += rss;
    anonymous += own;
    files.set(file, (files.get(file) ?? 0) + rss - own);
  }
  return { resident, anonymous, files };
}

/** Bytes of several processes, with the pages of a file that they share counted once. */
export function memoryOfAll(processes: Process[]): number {
  const files = new Map<string, number>();
  for (const one of processes)
    for (const [file, bytes] of one.files) files.set(file, Math.max(files.get(file) ?? 0, bytes));
  const own = processes.reduce((sum, { anonymous }) => sum + anonymous, 0);
  return [...files.values()].reduce((sum, bytes) => sum + bytes, own);
}

export function residentOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096;
}

const inspectorAnswer = z.object({ id: z.number().optional(), result: z.unknown() });
const heapUsage = z.object({ usedSize: z.number() });

/**
 * Bytes of JavaScript that live after a collection. The process runs with `--inspect-port=0`. `said` returns what it
 * printed so far: Node tells its inspector's address there.
 */
export async function liveHeapOf(pid: number, said: () => string): Promise<number> {
  process.kill(pid, 'SIGUSR1');
  let address: string | undefined;
  for (let tries = 0; !address; tries++) {
    if (tries === 100) throw new Error('the process does not say where its debugger listens');
    await sleep(100);
    address = /Debugger listening on (ws:\S+)/.exec(said())?.[1];
  }
  const socket = new WebSocket(address);
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  let last = 0;
  const call = (method: string) =>
    new Promise<unknown>((resolve) => {
      const id = ++last;
      socket.addEventListener('message', ({ data }) => {
        const answer = inspectorAnswer.parse(JSON.parse(String(data)));
        if (answer.id === id) resolve(answer.result);
      });
      socket.send(JSON.stringify({ id, method }));
    });
  // The second collection takes what only the finalizers of the first one freed.
  for (let round = 0; round < 2; round++) await call('HeapProfiler.collectGarbage');
  const { usedSize } = heapUsage.parse(await call('Runtime.getHeapUsage'));
  socket.close();
  return usedSize;
}
