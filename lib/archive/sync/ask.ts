import type { Scope } from '@/lib/auth/scope';
import { getDoordeer } from '@/lib/cloud';
import { giveWay } from '@/lib/courtesy';
import { asListed, isDated, type ListedEvent } from './stored-event';

/** A person who waits goes first, what fills a page that he looks at next, everything else last. */
export type SyncOptions = { priority: 'person' | 'filling' | 'background'; signal?: AbortSignal | undefined };

/** What a page of events waits at most while people wait for theirs: reading one takes the processor for a while. */
const courtesyMs = 100;

/** Asks for one page of a list, straight from the cloud. */
export function askerOf(
  scope: Scope,
  list: { gid: string; channel: number | null },
  { priority, signal }: SyncOptions,
) {
  const wait = async () => {
    if (priority === 'background') await giveWay(courtesyMs);
  };
  let dated = false;
  return async (start: number, end: number): Promise<ListedEvent[]> => {
    await wait();
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
    await wait();
    // A page may be so short that a senseless time stands alone in it.
    dated ||= isDated(events);
    return asListed(events, dated);
  };
}
