import { getTranslations } from 'next-intl/server';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { mayInWorkspace } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import { findKeepers, findParked } from '@/lib/connections/find-keepers';
import { labelText } from '@/lib/text/visible-text';

/** Says that the cloud refuses a connection, or that a member has none to work through, and who can change it. */
export async function ConnectionNotice({ scope }: { scope: Scope }) {
  const isCutOff = scope.member !== null && scope.callers.length === 0;
  const mayConnect = mayInWorkspace(scope, 'connections');
  if (!isCutOff && !mayConnect) return null;
  const [t, parked] = await Promise.all([
    getTranslations('connections.notice'),
    mayConnect ? findParked(scope) : [],
  ]);
  if (parked.length > 0)
    return parked.map((account) => (
      <Notice
        key={account}
        tone="bad"
        className="mb-4"
        title={t('parked', { account: labelText(account) })}
        action={<Link href="/connections">{t('enter')}</Link>}
      >
        {t('parkedText')}
      </Notice>
    ));
  if (!isCutOff) return null;
  const keepers = mayConnect ? [] : await findKeepers(scope);
  const ask =
    keepers.length > 0
      ? t('ask', { names: keepers.map(labelText).join(', ') })
      : t('askHolder', { account: labelText(scope.account) });
  return (
    <Notice
      tone="warn"
      className="mb-4"
      title={t('none')}
      action={mayConnect ? <Link href="/connections">{t('open')}</Link> : null}
    >
      <span>{t('noneText')}</span>
      {mayConnect ? null : <span> {ask}</span>}
    </Notice>
  );
}
