'use client';

import { useTranslations } from 'next-intl';
import { Link } from '@/components/ui/link';
import { SafeText } from '@/components/ui/safe-text';
import { roomHref } from '@/lib/places/room-address';

/** A room's label, with a link while the room is in the device list. */
export function RoomLink({
  unit: label,
  place,
  gone,
}: {
  unit: string;
  place: { gid: string; channel: number } | null;
  /** Shown if the room has disappeared. */
  gone: string;
}) {
  const t = useTranslations('common');
  const unit = label || t('unnamedRoom');
  if (!place) {
    return (
      <span title={gone}>
        <SafeText>{unit}</SafeText>
        <span> </span>
        <span className="text-muted text-sm">({gone})</span>
      </span>
    );
  }
  return (
    <Link href={roomHref(place)} prefetch={false}>
      <SafeText>{unit}</SafeText>
    </Link>
  );
}
