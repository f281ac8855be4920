import type { Scope } from '@/lib/auth/scope';
import { getDoordeer } from '@/lib/cloud';
import { asListed, type ListedEvent } from './stored-event';

/** A person who waits goes first, what fills a page that he looks at next, everything else last. */
export type SyncOptions = { priority: 'person' | 'filling' | 'background'; signal?: AbortSignal | undefined };

/** Asks for one page of a list, straight from the cloud. */
export function askerOf(
  scope: Scope,
  list: { gid: string; channel: number | null },
  { priority, signal }: SyncOptions,
) {
  return async (start: number, end: number): Promise<ListedEvent[]> => {
    const { events } = await getDoordeer().call(
      'listEvents',
      {
        account: scope.account,
        password: scope.password,
        gid: list.gid,
        ...(list.channel === null ? {} : { channel: list.channel }),
        start,
        end,
      },
      { priority, signal },
    );
    return asListed(events);
  };
}
