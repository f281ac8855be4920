import { getTranslations } from 'next-intl/server';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import type { AccountNotice } from '@/lib/auth/leave-notice';
import { DismissNotices } from './dismiss-notices';

/** What happened to the account in another browser, on every page until it is dismissed. */
export async function AccountNotices({
  notices,
  isMember,
}: {
  notices: readonly AccountNotice[];
  /** A member has ways to sign in of their own, and no password of the vendor's account. */
  isMember: boolean;
}) {
  const [newest] = notices;
  if (!newest) return null;
  const t = await getTranslations('settings.notices');
  return (
    <Notice
      tone="warn"
      // Prints go to visitors.
      className="mb-4 print:hidden"
      title={t('title')}
      action={
        <DismissNotices ids={notices.map(({ id }) => id)} seenAt={newest.lastAt} label={t('dismiss')} />
      }
    >
      <ul>
        {notices.map(({ id, kind, browser, network, times, lastAt }) => (
          <li key={id} className="break-words">
            {t.rich(isMember && kind === 'browser' ? 'memberBrowser' : kind, {
              time: () => <RelativeTime at={lastAt} />,
              times,
              browser: browser.name ?? t('noBrowser'),
              system: browser.system ?? t('noSystem'),
              network: network === 'unknown' ? t('noNetwork') : t('network', { network }),
            })}
          </li>
        ))}
      </ul>
      <p>
        <span>{t(isMember ? 'memberWhat' : 'what')} </span>
        <Link href="/settings#sessions">{t('end')}</Link>
        {isMember ? (
          <>
            <span>{' · '}</span>
            <Link href="/settings#sign-in">{t('ways')}</Link>
          </>
        ) : null}
        {notices.some(({ kind }) => kind === 'phone') ? (
          <>
            <span>{' · '}</span>
            <Link href="/settings#phones">{t('phones')}</Link>
          </>
        ) : null}
      </p>
    </Notice>
  );
}
