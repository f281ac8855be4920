'use client';

import { useTranslations } from 'next-intl';
import { RadioGroup } from '@/components/ui/radio-group';

export type CodesPer = 'door' | 'room';

/** If rooms share doors: one code for each door is enough for a contractor. One for each room tells rooms apart. */
export function CodesChoice({
  value,
  counts,
  onChange,
}: {
  value: CodesPer;
  counts: Record<CodesPer, number>;
  onChange: (value: CodesPer) => void;
}) {
  const t = useTranslations('doorcodes.form');
  if (counts.door === counts.room) return null;
  return (
    <RadioGroup
      label={t('per')}
      name="per"
      value={value}
      onChange={(next) => onChange(next === 'room' ? 'room' : 'door')}
      options={(['door', 'room'] as const).map((one) => ({
        value: one,
        label: t(`perLabels.${one}`, { count: counts[one] }),
        description: t(`perTexts.${one}`),
      }))}
    />
  );
}
