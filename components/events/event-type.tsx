'use client';

import {
  BellRing,
  CircleHelp,
  CreditCard,
  Grid3x3,
  type LucideIcon,
  PhoneCall,
  QrCode,
  Smartphone,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type EventTypeKey, eventTypeKey } from '@/lib/archive/events/labels';

export const eventTypeIcons: Record<EventTypeKey, LucideIcon> = {
  call: BellRing,
  answered: PhoneCall,
  doorcode: QrCode,
  pin: Grid3x3,
  app: Smartphone,
  card: CreditCard,
  other: CircleHelp,
};

/** The type in words, or its number if the vendor's document has none. */
export function useEventTypeWords(): (type: number) => string {
  const t = useTranslations('events.types');
  return (type) => {
    const key = eventTypeKey(type);
    return key === 'other' ? t('other', { number: String(type) }) : t(key);
  };
}

export function isUnnamedCard(row: {
  type: number;
  account: string | null;
  codeName: string | null;
}): boolean {
  return eventTypeKey(row.type) === 'card' && !row.account && !row.codeName;
}

export function EventType({ type }: { type: number }) {
  const words = useEventTypeWords();
  const Icon = eventTypeIcons[eventTypeKey(type)];
  return (
    <span className="inline-flex max-w-full items-center gap-2">
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="truncate">{words(type)}</span>
    </span>
  );
}
