import { useTranslations } from 'next-intl';
import { RelativeTime } from '@/components/ui/relative-time';

/** How old the oldest fact of the list's rooms is, and how long it takes to read all rooms again. */
export function ReadingAge({ readAt, seconds }: { readAt: string | null; seconds: number | null }) {
  const t = useTranslations('table.readings');
  if (!readAt) return null;
  return (
    <p className="mb-3 text-muted text-sm">
      <span key="oldest">{t.rich('oldest', { time: () => <RelativeTime key="at" at={readAt} /> })}</span>
      <RoundTime seconds={seconds} />
    </p>
  );
}

/** After the age of the oldest fact. */
export function RoundTime({ seconds }: { seconds: number | null }) {
  const t = useTranslations('table.readings');
  if (seconds === null) return null;
  return <span key="round"> {t('round', { minutes: Math.max(1, Math.ceil(seconds / 60)) })}</span>;
}
