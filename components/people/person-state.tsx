'use client';

import { CalendarClock, DoorOpen, House } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { StateBadge } from '@/components/ui/badge';
import type { PersonState } from '@/lib/registers/words';

export const stateIcons = { living: House, 'moving-in': CalendarClock, 'moved-out': DoorOpen };
const tones = { living: 'good', 'moving-in': 'info', 'moved-out': 'neutral' } as const;

export function PersonStateBadge({ state }: { state: PersonState }) {
  const t = useTranslations('people.states');
  return (
    <StateBadge tone={tones[state]} icon={stateIcons[state]}>
      {t(state)}
    </StateBadge>
  );
}
