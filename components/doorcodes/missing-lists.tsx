import { getTranslations } from 'next-intl/server';
import { Notice } from '@/components/ui/notice';
import { SafeText } from '@/components/ui/safe-text';
import type { Scope } from '@/lib/auth/scope';
import type { ScopeChannel } from '@/lib/devices/channel';
import { findMissingLists } from '@/lib/readings/find-missing-lists';

/** Says what the page misses because nothing is read through a connection now. */
export async function MissingLists({
  scope,
  channels,
}: {
  scope: Scope;
  /** Of the page. Absent: all. */
  channels?: readonly ScopeChannel[];
}) {
  const [t, lists] = await Promise.all([getTranslations('table.codes'), findMissingLists(scope, channels)]);
  if (lists.length === 0) return null;
  return (
    <Notice className="mb-3">
      {lists.map(({ account, what, ...list }, place) => (
        <p key={`${what} ${account ?? place}`}>
          {account ? (
            <span key="named">
              {t.rich(what === 'all' ? 'unlisted' : 'missing', {
                ...list,
                account: () => <SafeText key="account">{account}</SafeText>,
              })}
            </span>
          ) : (
            <span key="other">{t(what === 'all' ? 'unlistedOther' : 'missingOther', list)}</span>
          )}
        </p>
      ))}
    </Notice>
  );
}
