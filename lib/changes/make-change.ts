import { setTimeout as delay } from 'node:timers/promises';
import { isVendorError, type RefusalReason, type VendorError } from '../doordeer/errors';
import { type ErrorCode, errorCodeOf } from '../errors';
import type { ChangeOutcome } from './outcome';
import { lookPauses } from './retry-rules';

/** What reading back showed: the wished state holds, it does not, or the reading itself failed. */
export type Look = { state: 'holds' | 'absent'; at: Date } | { state: 'unread'; code: ErrorCode };

export type Change = {
  /** The vendor's call. Called once, whatever happens. */
  send: () => Promise<unknown>;
  /** Reads back whether the wished state holds now. */
  look: () => Promise<Look>;
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
    if (error.outcome === 'unknown') return outcomeOfLost(error, await readBack(change.look));
    if (!change.alreadyReasons?.some((reason) => reason === error.reason)) {
      return { state: 'failed', code: errorCodeOf(error) };
    }
    return outcomeOfAlready(error, await readBack(change.look));
  }
  const seen = await readBack(change.look);
  if (seen.state === 'unread') return { state: 'unverified', code: seen.code };
  if (seen.state === 'holds') return { state: 'verified', readAt: seen.at };
  return { state: 'unverified', readAt: seen.at, found: 'not-there' };
}

/**
 * What became of a change that an interrupted process may have sent: reads only. `failed` here means that the cloud
 * shows no trace of it.
 */
export async function lookBack(look: () => Promise<Look>): Promise<ChangeOutcome> {
  const seen = await readBack(look);
  if (seen.state === 'unread') return { state: 'unknown', code: seen.code };
  if (seen.state === 'holds') return { state: 'verified', readAt: seen.at };
  return { state: 'failed', code: 'outcome-unknown', readAt: seen.at, found: 'not-there' };
}

async function readBack(look: () => Promise<Look>): Promise<Look> {
  let seen = await look();
  for (const pause of lookPauses.ms) {
    // A failed reading is not repeated here: the client has done so, as far as that can help.
    if (seen.state !== 'absent') return seen;
    await delay(pause);
    seen = await look();
  }
  return seen;
}

function outcomeOfLost(error: VendorError, seen: Look): ChangeOutcome {
  const code = errorCodeOf(error);
  if (seen.state === 'unread') return { state: 'unknown', code };
  if (seen.state === 'holds') return { state: 'verified', readAt: seen.at };
  // A request that ran into the time-out may still be waiting inside the cloud: "not there" now is no proof.
  const settled = error.reason !== 'timeout' && error.reason !== 'aborted';
  return { state: settled ? 'failed' : 'unknown', code, readAt: seen.at, found: 'not-there' };
}

function outcomeOfAlready(error: VendorError, seen: Look): ChangeOutcome {
  // The cloud's own word is that it was so; only our look failed.
  if (seen.state === 'unread') return { state: 'unverified', code: seen.code, already: true };
  if (seen.state === 'holds') return { state: 'verified', readAt: seen.at, already: true };
  return { state: 'failed', code: errorCodeOf(error), readAt: seen.at };
}
