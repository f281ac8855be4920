import { ListTrouble } from '@/components/jobs/list-trouble';
import type { KnownGaps } from '@/components/jobs/reading-gaps';
import { roomlessDoorsOf } from '@/lib/archive/access/visible-events';
import type { Scope } from '@/lib/auth/scope';
import { readLatest } from '@/lib/desk/overview/data';
import { roomGaps } from '@/lib/rooms/data';
import { RefreshWhile } from './refresh-while';

/** Says that the overview does not show all events: some doors are not read, not readable, or read too long ago. */
export async function DoorsNotice({ scope }: { scope: Scope }) {
  return <ListTrouble scope={scope} gaps={[await doorsKnown(scope)]} isCutOffSaid />;
}

/** The same, and of which rooms the codes and shares are not known. The page refreshes until they are. */
export async function ResidentNotice({ scope }: { scope: Scope }) {
  const [doors, rooms] = await Promise.all([doorsKnown(scope), roomGaps(scope)]);
  return (
    <>
      <ListTrouble scope={scope} gaps={[{ gaps: rooms }, doors]} isCutOffSaid />
      <RefreshWhile reads={rooms.unread + rooms.old > 0 && scope.callers.length > 0} />
    </>
  );
}

async function doorsKnown(scope: Scope): Promise<KnownGaps> {
  const { heard } = await readLatest(scope);
  return { what: 'doors', gaps: heard.gaps, roomless: roomlessDoorsOf(scope).length };
}
