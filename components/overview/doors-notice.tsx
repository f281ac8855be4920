import { ListTrouble } from '@/components/jobs/list-trouble';
import { roomlessDoorsOf } from '@/lib/archive/access/visible-events';
import type { Scope } from '@/lib/auth/scope';
import { readLatest } from '@/lib/desk/overview/data';

/** Says that the overview does not show all events: some doors are not read, not readable, or read too long ago. */
export async function DoorsNotice({ scope }: { scope: Scope }) {
  const { heard } = await readLatest(scope);
  const roomless = roomlessDoorsOf(scope).length;
  return <ListTrouble scope={scope} gaps={[{ what: 'doors', gaps: heard.gaps, roomless }]} />;
}
