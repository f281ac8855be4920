import { startSweep } from '@/lib/sweep';
import { checkDoubts } from './check-doubts';

/** Several processes may do so: each check is claimed by one. An idle look is one query of an empty table. */
export function startDoubtChecks(): void {
  startSweep('doubts', {
    everyMs: 1_000,
    fault: 'refused passwords could not be checked; trying again',
    run: () => checkDoubts(),
  });
}
