import { drawReadingOrder, type ReadingOrder } from '@/lib/db/draw-reading-order';
import { isVendorError } from '@/lib/doordeer/errors';
import { type ErrorCode, errorCodeOf } from '@/lib/errors';

/** A room's channel at one door; a `ScopeChannel` is one. */
export type ChannelRef = { gid: string; channel: number };

/** How asking the cloud for one fact ended. The fact is no older than the question. */
export type Outcome<T> = ChannelRef &
  ReadingOrder &
  (
    | {
        state: 'ok';
        value: T /** Entries that could not be read: `value` is not all of it. */;
        skipped?: number;
      }
    | { state: 'refused' | 'failed'; errorCode: ErrorCode; retryable: boolean }
  );

// The documented answers that say "this account may not know", which asking again does not change.
const refusals: ReadonlySet<string> = new Set([
  'not-master',
  'not-landlord',
  'no-such-channel',
  'no-such-door',
  'door-not-yours',
]);

/**
 * Asks and tells how it ended, as a value: a failure is a fact about the reading, kept beside what was known before.
 * Throws only when it was called off, since then nothing was found out.
 */
export async function ask<T>(
  channel: ChannelRef,
  question: () => Promise<{ value: T; skipped?: number }>,
): Promise<Outcome<T>> {
  const asked = { gid: channel.gid, channel: channel.channel, ...(await drawReadingOrder()) };
  try {
    return { ...asked, state: 'ok', ...(await question()) };
  } catch (error) {
    if (!isVendorError(error) || error.reason === 'aborted') throw error;
    const refused = error.kind === 'result' && refusals.has(error.reason ?? '');
    return {
      ...asked,
      state: refused ? 'refused' : 'failed',
      errorCode: errorCodeOf(error),
      retryable: error.retryable,
    };
  }
}
