'use client';

import { SafeText } from '@/components/ui/safe-text';

/** A room's label, or its channel's number, so that a row always has a name. */
export function RoomName({ unit, doors }: { unit: string; doors: readonly { channel: number }[] }) {
  if (unit.trim() !== '') return <SafeText>{unit}</SafeText>;
  return (
    <span className="text-muted">
      <span>#</span>
      <span>{doors[0]?.channel ?? '?'}</span>
    </span>
  );
}
