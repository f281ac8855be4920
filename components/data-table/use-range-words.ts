import { useTranslations } from 'next-intl';
import { usePreferences } from '@/components/ui/preferences';
import { useMomentWords } from '@/components/ui/use-moment-words';
import { listClock, presetOf } from './range-presets';
import { useMinute } from './use-minute';

type Range = { from: string | null; to: string | null; timed: boolean; zone: string | null };

/** A range of days or minutes: `full` for paper, `short` for a chip, with the preset's name if it is one. */
export function useRangeWords({ from, to, timed, zone }: Range): { full: string; short: string } | null {
  const t = useTranslations('table');
  const dates = useTranslations('common.dates');
  const words = useMomentWords();
  const { preferences } = usePreferences();
  const now = useMinute();
  const say = (first: string | null, last: string | null) => {
    if (first && last) return first === last ? first : t('daysBetween', { from: first, to: last });
    return first ? t('daysFrom', { from: first }) : t('daysTo', { to: last ?? '' });
  };
  if (!from && !to) return null;
  const full = say(from && words(from), to && words(to));
  const preset = from && to ? presetOf([from, to], { timed, zone: listClock(zone, preferences), now }) : null;
  if (preset) return { full, short: dates(preset) };
  const exceptYear = now.getUTCFullYear();
  const oneDay = from && to && from.length > 10 && from !== to && from.slice(0, 10) === to.slice(0, 10);
  const last = to && (oneDay ? to.slice(11) : words(to, { exceptYear }));
  return { full, short: say(from && words(from, { exceptYear }), last) };
}
