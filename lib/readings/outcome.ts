import { drawReadingOrder, type ReadingOrder } from '@/lib/db/draw-reading-order';
import { isVendorError } from '@/lib/doordeer/errors';
import { type ErrorCode, errorCodeOf } from '@/lib/errors';

export type ChannelRef = { gid: string; channel: number };

/** The fact is at least as new as the question. */
export type Outcome<T> = ChannelRef &
  ReadingOrder & {
    /** Through which the cloud was asked. */
    connectionId?: string | null;
  } & (
    | {
        state: 'ok';
        value: T;
        /** Entries that could not be read and are missing from `value`. */
        skipped?: number;
      }
    | { state: 'refused' | 'failed'; errorCode: ErrorCode; retryable: boolean }
  );

// Documented answers that mean "this account may not know". Asking again does not change them.
const refusals: ReadonlySet<string> = new Set([
  'not-master',
  'not-landlord',
  'no-such-channel',
  'no-such-door',
  'door-not-yours',
]);

/** Returns a failure as a value, because it is stored next to the last known facts. Throws only if it was aborted. */
export async function ask<T>(
  channel: ChannelRef & { connectionId: string | null },
  question: () => Promise<{ value: T; skipped?: number }>,
): Promise<Outcome<T>> {
  const { gid, channel: number, connectionId } = channel;
  const asked = { gid, channel: number, connectionId, ...(await drawReadingOrder()) };
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
