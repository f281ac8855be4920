import { useTranslations } from 'next-intl';

/** Says whose doorcodes a page shows, and which it cannot show. */
export function UnseenNote({ className = 'mb-3' }: { className?: string }) {
  const t = useTranslations('table.codes');
  return <p className={`max-w-4xl text-muted text-sm ${className}`}>{t('unseen')}</p>;
}
