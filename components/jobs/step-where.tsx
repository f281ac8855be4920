'use client';

import { Link } from '@/components/ui/link';
import { SafeText } from '@/components/ui/safe-text';
import type { StepTarget } from '@/lib/db/tables/jobs';
import { roomHref } from '@/lib/places/room-address';

/** Where a step is, in the words it had when it was asked for: building, room, door. */
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
