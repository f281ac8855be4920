import { ReadingGaps } from '@/components/jobs/reading-gaps';
import { roomlessDoorsOf } from '@/lib/archive/access/visible-events';
import type { Scope } from '@/lib/auth/scope';
import { readLatest } from '@/lib/desk/overview/data';

/** Said above the overview while what it shows of events is not all there is: doors not read, not readable, or not of late. */
export async function DoorsNotice({ scope }: { scope: Scope }) {
  const { heard } = await readLatest(scope);
  return <ReadingGaps what="doors" gaps={heard.gaps} roomless={roomlessDoorsOf(scope).length} />;
}
