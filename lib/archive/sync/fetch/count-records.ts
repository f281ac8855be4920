import { ListError } from '../list/pager';
import type { createPageFetcher } from './fetch-page';
import { holdsRecord } from './probe-records';

const highestRecord = 2 ** 40;

export async function countRecords(ask: ReturnType<typeof createPageFetcher>, near = 0): Promise<number> {
  let below = 0;
  let above = Math.max(1, near);
  for (let step = 1; await holdsRecord(ask, above); step *= 2) {
    below = above;
    above += step;
    if (above > highestRecord) throw new ListError('repeats');
  }
  while (above - below > 1) {
    const middle = Math.floor((above + below) / 2);
    if (await holdsRecord(ask, middle)) below = middle;
    else above = middle;
  }
  return below + (below > 0 && (await countsFromZero(ask)) ? 1 : 0);
}

/** A cloud may answer zero with its lowest number, so compare the records. */
async function countsFromZero(ask: ReturnType<typeof createPageFetcher>): Promise<boolean> {
  if (!(await holdsRecord(ask, 0))) return false;
  const [zeroth, first] = [await ask(0, 0), await ask(1, 1)];
  return zeroth[0]?.key !== first[0]?.key;
}
