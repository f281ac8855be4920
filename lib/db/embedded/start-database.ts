import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedDatabaseError } from './fault';
import { programArguments } from './project-folder';

export type EmbeddedDatabase = {
  url: string;
  stop(): Promise<void>;
};

type Keeper = ChildProcessByStdio<Writable, Readable, null>;

/** Starts or shares the server on `dataFolder` while this process lives. `ephemeral`: not durable, removed afterwards. */
export async function startEmbeddedDatabase(options: {
  dataFolder: string;
  ephemeral?: boolean;
}): Promise<EmbeddedDatabase> {
  let stopping = false;
  let keeper = spawnKeeper(options);
  const url = await firstWord(keeper);
  watch(keeper);

  function watch(current: Keeper): void {
    current.once('exit', async () => {
      await sleep(500);
      if (stopping) return;
      keeper = spawnKeeper(options);
      watch(keeper);
      firstWord(keeper).catch(() => {});
    });
  }

  return {
    url,
    async stop() {
      if (stopping) return;
      stopping = true;
      if (keeper.exitCode !== null || keeper.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => keeper.once('exit', () => resolve()));
      // Any text means "stop": nothing of ours uses the database any more.
      keeper.stdin.end('stop\n');
      await ended;
    },
  };
}

function spawnKeeper({ dataFolder, ephemeral }: { dataFolder: string; ephemeral?: boolean }): Keeper {
  const child = spawn(
    process.execPath,
    [...programArguments('lib/db/embedded/keeper'), dataFolder, ephemeral ? 'ephemeral' : 'durable'],
    // A process group of its own, so Ctrl+C reaches only the parent.
    { detached: true, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  child.stdin.on('error', () => {});
  return child;
}

async function firstWord(keeper: Keeper): Promise<string> {
  for await (const line of createInterface({ input: keeper.stdout })) {
    // `keeper.ts` writes lines of this form.
    const word = JSON.parse(line) as { url?: string; error?: string };
    if (word.url) return word.url;
    throw new EmbeddedDatabaseError(word.error ?? 'PostgreSQL does not start');
  }
  throw new EmbeddedDatabaseError('The keeper of the embedded PostgreSQL ended without a message');
}
