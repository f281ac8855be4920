import { setTimeout as delay } from 'node:timers/promises';
import { drawReadingOrder } from '../db/draw-reading-order';
import { isVendorError, type RefusalReason, type VendorError } from '../doordeer/errors';
import { type ErrorCode, errorCodeOf } from '../errors';
import { log } from '../log';
import type { ChangeOutcome } from './outcome';
import { readBackDelays } from './retry-rules';

/** Whether the wished state holds, or why that could not be read. */
export type Look = { state: 'holds' | 'absent'; at: Date } | { state: 'unread'; code: ErrorCode };

export type Change = {
  /** The vendor's call. Called once, whatever happens. */
  send: () => Promise<unknown>;
  look: () => Promise<Look>;
  /** Marks as Doordesk's own what began or ended by the change. `since`: when it was sent. */
  markDone: (since: Date) => Promise<void>;
  /** Refusals that mean the wished state may hold already, such as "no such share" for a removal. */
  alreadyReasons?: readonly RefusalReason[];
};

/** Makes one change (10005 to 10009) and returns its outcome. Never sends twice: if the answer is lost, it reads back. */
export async function makeChange(change: Change): Promise<ChangeOutcome> {
  // The database's own time: readings are dated by it, and the reading back may follow within a millisecond.
  const { askedAt: since } = await drawReadingOrder();
  const readBackAndMark = async () => {
    const seen = await readBack(change.look);
    if (seen.state === 'holds') await mark(change, since);
    return seen;
  };
  try {
    await change.send();
  } catch (error) {
    if (!isVendorError(error)) throw error;
    if (error.outcome === 'unknown') return outcomeOfLost(error, await readBackAndMark());
    if (!change.alreadyReasons?.some((reason) => reason === error.reason)) {
      return { state: 'failed', code: errorCodeOf(error) };
    }
    return outcomeOfAlready(error, await readBack(change.look));
  }
  const seen = await readBackAndMark();
  if (seen.state === 'unread') return { state: 'unverified', code: seen.code };
  if (seen.state === 'holds') return { state: 'verified', readAt: seen.at };
  return { state: 'unverified', readAt: seen.at, found: 'not-there' };
}

/** Reads only: the outcome of a change that may have been sent. `failed` means that the cloud shows no trace of it. */
export async function lookBack(look: () => Promise<Look>): Promise<ChangeOutcome> {
  const seen = await readBack(look);
  if (seen.state === 'unread') return { state: 'unknown', code: seen.code };
  if (seen.state === 'holds') return { state: 'verified', readAt: seen.at };
  return { state: 'failed', code: 'outcome-unknown', readAt: seen.at, found: 'not-there' };
}

async function readBack(look: () => Promise<Look>): Promise<Look> {
  let seen = await look();
  for (const pause of readBackDelays.ms) {
    // A failed reading is not repeated here. The client has already repeated it as far as that helps.
    if (seen.state !== 'absent') return seen;
    await delay(pause);
    seen = await look();
  }
  return seen;
}

/** The change is made. Without the mark it counts as seen. */
async function mark({ markDone }: Change, since: Date): Promise<void> {
  await markDone(since).catch((error: unknown) =>
    log.warn({ err: error }, 'a change could not be marked as made by Doordesk'),
  );
}

function outcomeOfLost(error: VendorError, seen: Look): ChangeOutcome {
  const code = errorCodeOf(error);
  if (seen.state === 'unread') return { state: 'unknown', code };
  if (seen.state === 'holds') return { state: 'verified', readAt: seen.at };
  // A request that timed out may still be waiting inside the cloud, so "not there" now is no proof.
  const settled = error.reason !== 'timeout' && error.reason !== 'aborted';
  return { state: settled ? 'failed' : 'unknown', code, readAt: seen.at, found: 'not-there' };
}

function outcomeOfAlready(error: VendorError, seen: Look): ChangeOutcome {
  // The cloud says that it was so. Only reading back failed.
  if (seen.state === 'unread') return { state: 'unverified', code: seen.code, already: true };
  if (seen.state === 'holds') return { state: 'verified', readAt: seen.at, already: true };
  return { state: 'failed', code: errorCodeOf(error), readAt: seen.at };
}
