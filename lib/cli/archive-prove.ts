/**
 * `npm run archive:prove [-- RUNS]`: long property tests of reading event lists. Histories, page sizes, orders, equal
 * events, arrivals, losses, failures between pages and kills at writes are drawn at random. What is kept is compared
 * with the cloud. Of twenty runs, one is a door with several rooms and one a landlord whose rooms change, in the
 * database. Prints the seed of a history that fails.
 */
import { readUsage, runProgram } from './run-program';
import { runStep } from './test-step';

const minute = 60_000;

await runProgram(async () => {
  const runs = readUsage('npm run archive:prove [-- RUNS]', readRuns);
  const { failed } = await runStep({
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
  });
  return failed > 0 ? 1 : 0;
});

function readRuns(): number {
  const runs = Number(process.argv[2] ?? 50_000);
  if (Number.isSafeInteger(runs) && runs > 0) return runs;
  throw new Error('RUNS must be a number of histories to try. Without it: 50,000');
}
