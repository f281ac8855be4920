import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { callsByPath } from './calls/table';
import type { Change, ChangeLog, Cloud } from './cloud/cloud';
import { alterRoutes } from './control/alter-routes';
import { openLetter } from './world/letters';
import { worldVersion } from './world/seed';

/** Changes to a world of another version name doors and people that this world lacks. */
const world = z.object({ seed: z.string(), start: z.number(), version: z.literal(worldVersion) });

const change = z.object({
  at: z.number(),
  kind: z.enum(['call', 'control', 'letter']),
  path: z.string(),
  body: z.record(z.string(), z.unknown()),
});

/**
 * A file of what was done to a world. A restarted cloud makes the world from its seed and repeats these changes, each
 * at its own moment. The file may hold passwords, because the world is made up.
 */
export class Journal implements ChangeLog {
  constructor(private readonly file: string) {}

  world(): z.infer<typeof world> | null {
    return world.safeParse(this.#lines()[0]).data ?? null;
  }

  begin({ seed, start }: { seed: string; start: number }): void {
    const first: z.infer<typeof world> = { seed, start, version: worldVersion };
    writeFileSync(this.file, `${JSON.stringify(first)}\n`, { mode: 0o600 });
  }

  write(entry: Change): void {
    appendFileSync(this.file, `${JSON.stringify(entry)}\n`);
  }

  replay(cloud: Cloud): void {
    // A killed process can leave a line open. Close it, or the next change is lost too.
    if (!readFileSync(this.file, 'utf8').endsWith('\n')) appendFileSync(this.file, '\n');
    for (const line of this.#lines().slice(1)) {
      const { data } = change.safeParse(line);
      if (data) cloud.at(data.at, () => redo(cloud, data));
    }
  }

  #lines(): unknown[] {
    try {
      const lines = readFileSync(this.file, 'utf8').split('\n');
      return lines.filter((line) => line !== '').map(parse);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function redo(cloud: Cloud, { kind, path, body }: Change): void {
  if (kind === 'call') callsByPath.get(path)?.handle(body, cloud.options.comid, cloud.context());
  else if (kind === 'control') alterRoutes.find((route) => route.path === path)?.run(cloud, body);
  else openLetter(cloud.world, path, typeof body.password === 'string' ? body.password : null);
}
