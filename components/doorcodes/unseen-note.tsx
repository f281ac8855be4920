import { useTranslations } from 'next-intl';

/** Said once on a page that shows doorcodes: whose they are, and what stays out of sight. */
export function UnseenNote({ className = 'mb-3' }: { className?: string }) {
  const t = useTranslations('table.codes');
  return <p className={`max-w-4xl text-muted text-sm ${className}`}>{t('unseen')}</p>;
}
