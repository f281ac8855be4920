import { ReadingGaps } from '@/components/jobs/reading-gaps';
import { roomlessDoorsOf } from '@/lib/archive/access/visible-events';
import type { Scope } from '@/lib/auth/scope';
import { readLatest } from '@/lib/desk/overview/data';

/** Says that the overview does not show all events: some doors are not read, not readable, or read too long ago. */
export async function DoorsNotice({ scope }: { scope: Scope }) {
  const { heard } = await readLatest(scope);
  return <ReadingGaps what="doors" gaps={heard.gaps} roomless={roomlessDoorsOf(scope).length} />;
}
