'use client';

import { CircleCheck, CreditCard, KeyRound, Nfc, RectangleEllipsis, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { StateBadge } from '@/components/ui/badge';
import type { KeyKind, KeyState } from '@/lib/db/tables/registers';

export const keyStateIcons = { 'handed-out': KeyRound, returned: CircleCheck, lost: TriangleAlert };
export const keyKindIcons = { card: CreditCard, fob: Nfc, pin: RectangleEllipsis };
const tones = { 'handed-out': 'info', returned: 'neutral', lost: 'bad' } as const;

export function KeyStateBadge({ state }: { state: KeyState }) {
  const t = useTranslations('keys.states');
  return (
    <StateBadge tone={tones[state]} icon={keyStateIcons[state]}>
      {t(state)}
    </StateBadge>
  );
}

export function KeyKindName({ kind }: { kind: KeyKind }) {
  const t = useTranslations('keys.kinds');
  const Icon = keyKindIcons[kind];
  return (
    <span className="inline-flex items-center gap-1.5">
      <Icon aria-hidden className="size-4 shrink-0 text-muted" strokeWidth={1.75} />
      <span>{t(kind)}</span>
    </span>
  );
}
