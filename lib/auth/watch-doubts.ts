import { log } from '@/lib/log';
import { processSlot } from '@/lib/process-slot';
import { checkDoubts } from './check-doubts';

const lookEveryMs = 1_000;

type Watch = { timer: NodeJS.Timeout; looking: Promise<void> | null };

const shared = processSlot<Watch>('doubt-watch');

/** Several processes may do so: each check is claimed by one. An idle look is one query of an empty table. */
export function startDoubtChecks(): void {
  if (shared.value) return;
  const watch: Watch = {
    looking: null,
    timer: setInterval(() => {
      watch.looking ??= checkDoubts()
        .catch((error) => log.warn({ err: error }, 'refused passwords could not be checked; trying again'))
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
