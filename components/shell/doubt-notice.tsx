'use client';

import { useTranslations } from 'next-intl';
import { useDoubt } from '@/components/ui/doubt';
import { FoldOnPhone } from '@/components/ui/fold-on-phone';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { useSignInHref } from '@/components/ui/use-sign-in-href';

/** Says on every page that the cloud refused the password, or lists no doors. */
export function DoubtNotice() {
  const t = useTranslations('shell.doubt');
  const common = useTranslations('common');
  const href = useSignInHref();
  const doubt = useDoubt();
  if (!doubt) return null;
  const words = { more: common('whatItMeans'), less: common('less') };
  const { since, nextCheckAt, emptyList } = doubt;
  if (emptyList)
    return (
      <Notice
        tone="warn"
        className="mb-4"
        title={t.rich('emptyTitle', { time: () => <RelativeTime at={since} /> })}
      >
        <FoldOnPhone words={words}>{t('emptyText')}</FoldOnPhone>
      </Notice>
    );
  return (
    <Notice tone="warn" className="mb-4" title={t.rich('title', { time: () => <RelativeTime at={since} /> })}>
      <FoldOnPhone
        words={words}
        after={
          // The sign-in page has another layout, and a new session needs fresh pages, so no router link.
          <a data-returns className="font-medium underline" href={href}>
            {t('signIn')}
          </a>
        }
      >
        <p>{t('text')}</p>
        {nextCheckAt ? <p>{t.rich('next', { time: () => <RelativeTime at={nextCheckAt} /> })}</p> : null}
      </FoldOnPhone>
    </Notice>
  );
}
