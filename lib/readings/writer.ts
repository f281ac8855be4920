import type { VendorDoorcode } from '@/lib/doordeer/words';
import { keepDoorcodes, keepMasters, keepShares } from './mutations';
import type { Outcome } from './outcome';

const gatherMs = 200;

/** Writes in batches while the next calls run. One transaction per answer would make the database the slowest part. */
export function createReadingWriter(workspaceId: string, onKept: () => void) {
  let masters: Outcome<string | null>[] = [];
  let shares: Outcome<string[]>[] = [];
  let doorcodes: Outcome<VendorDoorcode[]>[] = [];
  let writing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let problem: unknown = null;

  const writeAll = async () => {
    while (masters.length + shares.length + doorcodes.length > 0) {
      const batch = { masters, shares, doorcodes };
      [masters, shares, doorcodes] = [[], [], []];
      await Promise.all([
        keepMasters(workspaceId, batch.masters),
        keepShares(workspaceId, batch.shares),
        keepDoorcodes(workspaceId, batch.doorcodes),
      ]);
      onKept();
    }
  };
  const write = () => {
    timer = null;
    writing ??= writeAll()
      .catch((error: unknown) => {
        problem = error;
      })
      .finally(() => {
        writing = null;
      });
    return writing;
  };
  const soon = () => {
    timer ??= setTimeout(write, gatherMs);
  };

  return {
    master: (outcome: Outcome<string | null>) => {
      masters.push(outcome);
      soon();
    },
    shares: (outcome: Outcome<string[]>) => {
      shares.push(outcome);
      soon();
    },
    doorcodes: (outcome: Outcome<VendorDoorcode[]>) => {
      doorcodes.push(outcome);
      soon();
    },
    /** Why the last batch could not be written. The fill stops then, because no page would show what it reads. */
    problem: () => problem,
    close: async () => {
      if (timer) clearTimeout(timer);
      await writing;
      await write();
      if (problem) throw problem;
    },
  };
}
