import { getDoordeer } from '@/lib/auth/cloud-client';
import type { Scope } from '@/lib/auth/scope';
import { VendorError } from '@/lib/doordeer/errors';
import { waitForRequests } from '@/lib/wait-for-requests';
import type { Blanks } from '../store/checkpoint';
import { asListedPaced, isDated, type ListedEvent } from '../store/stored-event';

/** A person who waits goes first, what fills a page that he looks at next, everything else last. */
export type FetchOptions = {
  priority: 'person' | 'filling' | 'background';
  signal?: AbortSignal | undefined;
};

/** What a page of events waits at most while people wait for theirs: reading one takes the processor for a while. */
const mostWaitMs = 100;

/** Longest rest of the account that a reading waits for; after a longer one it is begun again. It holds a lock. */
const maxRestMs = 5_000;

/** Asks for one page of a list, straight from the cloud; notes in `blanks` that it met one. */
export function createPageFetcher(
  scope: Scope,
  list: { gid: string; channel: number | null },
  { priority, signal }: FetchOptions,
  blanks: Blanks = { taken: false, met: false },
) {
  const wait = async () => {
    if (priority === 'background') await waitForRequests(mostWaitMs);
  };
  let dated = false;
  return async (start: number, end: number): Promise<ListedEvent[]> => {
    await wait();
    const { events, skipped } = await getDoordeer().call(
      'listEvents',
      {
        account: scope.account,
        password: scope.password,
        gid: list.gid,
        ...(list.channel === null ? {} : { channel: list.channel }),
        start,
        end,
      },
      { priority, signal, maxRestMs },
    );
    if (skipped > 0) {
      // Of several entries not one: that is no page of events, however often it comes.
      if (skipped > 1 && skipped === events.length) throw unreadable();
      blanks.met = true;
      if (!blanks.taken) throw unreadable();
    }
    await wait();
    // A page may be so short that a senseless time is the only one in it.
    dated ||= isDated(events);
    return asListedPaced(events, dated);
  };
}

function unreadable(): VendorError {
  return new VendorError({
    kind: 'schema',
    call: 'listEvents',
    detail: 'list: expected entries that can be read',
    retryable: false,
    outcome: 'rejected',
  });
}
