import { isVendorError, type RefusalReason, type VendorError } from '../doordeer/errors';
import { errorCodeOf } from '../errors';
import type { ChangeOutcome } from './outcome';

export type Change = {
  /** The vendor's call. Called once, whatever happens. */
  send: () => Promise<unknown>;
  /** Reads back whether the wished state holds now. Throws when the reading fails. */
  holds: () => Promise<boolean>;
  /** Refusals that say the wished state may hold already, such as "no such share" to a removal. */
  alreadyReasons?: readonly RefusalReason[];
};

/**
 * Makes one change (10005 to 10009) and says what became of it. Never sends twice: a change whose answer was lost is
 * read back, and the outcome is what was found.
 */
export async function makeChange(change: Change): Promise<ChangeOutcome> {
  try {
    await change.send();
  } catch (error) {
    if (!isVendorError(error)) throw error;
    if (error.outcome === 'unknown') return outcomeOfLost(error, await readBack(change.holds));
    if (!change.alreadyReasons?.some((reason) => reason === error.reason)) {
      return { state: 'failed', code: errorCodeOf(error) };
    }
    return outcomeOfAlready(error, await readBack(change.holds));
  }
  const seen = await readBack(change.holds);
  if (seen.state === 'unread') return { state: 'unverified', code: errorCodeOf(seen.error) };
  if (seen.state === 'holds') return { state: 'verified', readAt: seen.at };
  return { state: 'unverified', code: 'conflict', readAt: seen.at, found: 'not-there' };
}

/**
 * What became of a change that an interrupted process may have sent: reads only. `failed` here means that the cloud
 * shows no trace of it.
 */
export async function lookBack(holds: () => Promise<boolean>): Promise<ChangeOutcome> {
  const seen = await readBack(holds);
  if (seen.state === 'unread') return { state: 'unknown', code: errorCodeOf(seen.error) };
  if (seen.state === 'holds') return { state: 'verified', readAt: seen.at };
  return { state: 'failed', code: 'outcome-unknown', readAt: seen.at, found: 'not-there' };
}

type Seen = { state: 'holds' | 'absent'; at: Date } | { state: 'unread'; error: VendorError };

// A cloud of several machines may show a change a moment after it has said yes; reads are safe to repeat.
const READ_BACK_PAUSES_MS = [0, 250, 750];

async function readBack(holds: () => Promise<boolean>): Promise<Seen> {
  for (const pause of READ_BACK_PAUSES_MS) {
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    try {
      if (await holds()) return { state: 'holds', at: new Date() };
    } catch (error) {
      // The client has repeated the read already, as far as that can help.
      if (isVendorError(error)) return { state: 'unread', error };
      throw error;
    }
  }
  return { state: 'absent', at: new Date() };
}

function outcomeOfLost(error: VendorError, seen: Seen): ChangeOutcome {
  const code = errorCodeOf(error);
  if (seen.state === 'unread') return { state: 'unknown', code };
  if (seen.state === 'holds') return { state: 'verified', readAt: seen.at };
  // A request that ran into the time-out may still be waiting inside the cloud: "not there" now is no proof.
  const settled = error.reason !== 'timeout' && error.reason !== 'aborted';
  return { state: settled ? 'failed' : 'unknown', code, readAt: seen.at, found: 'not-there' };
}

function outcomeOfAlready(error: VendorError, seen: Seen): ChangeOutcome {
  if (seen.state === 'holds') return { state: 'verified', readAt: seen.at, already: true };
  if (seen.state === 'absent') return { state: 'failed', code: errorCodeOf(error), readAt: seen.at };
  // The cloud's own word is that it was so; only our look failed.
  return { state: 'unverified', code: errorCodeOf(seen.error), already: true };
}
