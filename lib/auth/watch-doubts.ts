import { log } from '@/lib/log';
import { processSlot } from '@/lib/process-slot';
import { checkDoubts } from './check-doubts';

/** The first check of a refused password follows within this. */
const lookEveryMs = 1_000;

type Watch = { timer: NodeJS.Timeout; looking: Promise<void> | null };

const shared = processSlot<Watch>('doubt-watch');

/**
 * Makes the checks of refused passwords that are due, as long as the process serves. Any number of processes may: each
 * check is claimed by one. A look that finds nothing due is one query of an empty table, once a second.
 */
export function startDoubtChecks(): void {
  if (shared.value) return;
  const watch: Watch = {
    looking: null,
    timer: setInterval(() => {
      watch.looking ??= checkDoubts()
        .catch((error) =>
          log.warn({ err: error }, 'refused passwords could not be checked; it is tried again'),
        )
        .finally(() => {
          watch.looking = null;
        });
    }, lookEveryMs),
  };
  watch.timer.unref();
  shared.value = watch;
}

export async function stopDoubtChecks(): Promise<void> {
  const watch = shared.value;
  shared.value = undefined;
  clearInterval(watch?.timer);
  await watch?.looking;
}
