import { getTranslations } from 'next-intl/server';
import { Notice } from '@/components/ui/notice';
import type { OpenedView } from '@/lib/views/open-view';

/** Says that the view in the address no longer exists, or that some of its filters no longer work. */
export async function ViewNotes({ name, opened }: { name: string | null; opened: OpenedView | null }) {
  const t = await getTranslations('views');
  if (name === null || opened === null) return <Notice className="mb-3">{t('gone')}</Notice>;
  const { lost, ignored } = opened;
  const count = lost.door + lost.room + ignored.length;
  if (count === 0) return null;
  return (
    <Notice tone="warn" className="mb-3">
      {t('lost', { name, count })}
    </Notice>
  );
}
