import { useTranslations } from 'next-intl';

/** A duration in its largest useful unit: "3 days", "2 h", "5 min". */
export function useDurationWords(): (ms: number) => string {
  const t = useTranslations('health');
  return (ms) => {
    const minutes = Math.max(1, Math.round(ms / 60_000));
    if (minutes < 90) return t('minutes', { count: minutes });
    if (minutes < 48 * 60) return t('hours', { count: Math.round(minutes / 60) });
    return t('days', { count: Math.floor(minutes / 1_440) });
  };
}
