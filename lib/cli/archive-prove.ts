/**
 * `npm run archive:prove [-- RUNS]`: the property tests of reading lists of events, for long: histories, page sizes,
 * orders, twins, arrivals, forgetting and failures between pages, and kills at writes are drawn, and what is kept is
 * compared with what the cloud had; of each twenty runs one is of a door with several rooms, and one of a landlord whose
 * rooms change, in the database. Prints the seed of a history that fails.
 */
import { runStep } from './test-step';

const runs = Number(process.argv[2] ?? 50_000);
const usual = Number.isSafeInteger(runs) && runs > 0;
if (!usual)
  console.error('npm run archive:prove [-- RUNS]: how many histories to draw; 50,000 without a number');

const minute = 60_000;
const result = usual
  ? await runStep({
      name: `${runs} histories`,
      command: [
        'vitest',
        'run',
        'lib/archive/sync/list/sync-list.test.ts',
        'lib/archive/sync/rooms/room-lists.test.ts',
        'lib/archive/sync/rooms/rooms-change.test.ts',
        `--testTimeout=${24 * 60 * minute}`,
      ],
      limit: 24 * 60 * minute,
      settings: () => ({ ARCHIVE_RUNS: String(runs) }),
    })
  : { failed: 1 };
process.exitCode = result.failed > 0 ? 1 : 0;
