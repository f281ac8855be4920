import { getDoordeer } from '@/lib/auth/cloud-client';
import { callerOf, type Scope } from '@/lib/auth/scope';
import { VendorError } from '@/lib/doordeer/errors';
import { waitForRequests } from '@/lib/wait-for-requests';
import type { Blanks } from '../store/checkpoint';
import { asListedPaced, isDated, type ListedEvent } from '../store/stored-event';
import { scopeOfList } from './list-scope';

/** `person`: a user waits. `filling`: a user looks at the page it fills. */
export type FetchOptions = {
  priority: 'person' | 'filling' | 'background';
  signal?: AbortSignal | undefined;
};

const mostWaitMs = 100;

const maxCooldownMs = 5_000;

export function createPageFetcher(
  scope: Scope,
  list: { gid: string; channel: number | null },
  { priority, signal }: FetchOptions,
  blanks: Blanks = { taken: false, met: false },
) {
  const wait = async () => {
    if (priority === 'background') await waitForRequests(mostWaitMs);
  };
  const through = scopeOfList(scope, list);
  let dated = false;
  return async (start: number, end: number): Promise<ListedEvent[]> => {
    await wait();
    const { events, skipped } = await getDoordeer().call(
      'listEvents',
      {
        account: through.account,
        password: callerOf(through).password,
        gid: list.gid,
        ...(list.channel === null ? {} : { channel: list.channel }),
        start,
        end,
      },
      { priority, signal, maxCooldownMs, via: through },
    );
    if (skipped > 0) {
      // A page with no readable entry is no page of events.
      if (skipped > 1 && skipped === events.length) throw unreadable();
      blanks.met = true;
      if (!blanks.taken) throw unreadable();
    }
    await wait();
    // A short page may hold only a time that makes no sense.
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
