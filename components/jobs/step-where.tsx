'use client';

import { Link } from '@/components/ui/link';
import { SafeText } from '@/components/ui/safe-text';
import type { StepTarget } from '@/lib/db/tables/jobs';
import { roomHref } from '@/lib/places/room-address';

/** Building, room and door of a step, as they were named when the job began. */
export function StepWhere({ target, link = false }: { target: StepTarget; link?: boolean }) {
  const room = <SafeText>{target.unit || `${target.gid}/${target.channel}`}</SafeText>;
  return (
    <>
      <SafeText>{target.building}</SafeText>
      <span>{' · '}</span>
      {link ? <Link href={roomHref(target)}>{room}</Link> : room}
      <span>{' · '}</span>
      <SafeText>{target.door}</SafeText>
    </>
  );
}
