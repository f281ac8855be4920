import { startSweep } from '@/lib/sweep';
import { pruneFileRecords } from '../record/prune-records';
import { runDueExports } from './runner';

const everyMs = 15_000;
/** Looks between two searches for expired records: about an hour. */
const looksBetween = 240;

/** A stop ends the file in the making. Another process, or the next start of Doordesk, starts it again. */
export function startExportSweep(): void {
  let looks = 0;
  startSweep('exports', {
    everyMs,
    fault: 'scheduled exports could not be checked',
    run: async (signal) => {
      await runDueExports(signal);
      if (looks++ % looksBetween === 0 && !signal.aborted) await pruneFileRecords();
    },
  });
}
