import { CircleCheck, CircleHelp, CircleOff, CirclePause, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { StateBadge } from '@/components/ui/badge';
import type { Connection } from '@/lib/connections/data';

const looks = {
  none: { icon: CircleOff, tone: 'neutral' },
  connected: { icon: CircleCheck, tone: 'good' },
  doubted: { icon: CircleHelp, tone: 'warn' },
  parked: { icon: TriangleAlert, tone: 'bad' },
  paused: { icon: CirclePause, tone: 'neutral' },
} as const;

export function ConnectionStateBadge({ state }: { state: Connection['state'] }) {
  const t = useTranslations('connections.states');
  return <StateBadge {...looks[state]}>{t(state)}</StateBadge>;
}
