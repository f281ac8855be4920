import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { ListAge } from '@/components/jobs/list-age';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { findObstacle } from '@/lib/auth/find-obstacle';
import { mayInWorkspace } from '@/lib/auth/grants';
import { isVendorClosed } from '@/lib/auth/read-person';
import type { Scope } from '@/lib/auth/scope';
import { findKeepers } from '@/lib/connections/find-keepers';
import { listNames } from '@/lib/text/list-names';
import { labelText } from '@/lib/text/visible-text';

/** Says that a member has no connection to work through, how old the device list is if nothing reads it, and who can change it. */
export async function NoConnectionNotice({
  scope,
  className,
  children,
}: {
  scope: Scope;
  className: string;
  children?: ReactNode;
}) {
  const [t, errors] = await Promise.all([
    getTranslations('connections.notice'),
    getTranslations('errors.codes.no-connection'),
  ]);
  const isCutOff = findObstacle(scope) === 'no-connection';
  const mayConnect = mayInWorkspace(scope, 'connections');
  const ask = mayConnect ? null : await findAsked(scope);
  const closed = await isVendorClosed(scope.workspaceId);
  return (
    <Notice
      tone="warn"
      className={className}
      title={isCutOff ? errors('title') : t('none')}
      action={mayConnect ? <Link href="/connections">{t('open')}</Link> : null}
    >
      <p>
        <span>{closed ? t('noneClosed') : t('noneText', { account: labelText(scope.account) })}</span>
        {ask ? (
          <span>
            {' '}
            {ask.names ? t('ask', { names: ask.names }) : closed ? t('askOwner') : t('askHolder', ask)}
          </span>
        ) : null}
      </p>
      {isCutOff ? <ListAge list={{ readAt: scope.channelsReadAt.toISOString(), code: null }} /> : null}
      {children}
    </Notice>
  );
}

/** Members who can mend it, or else the holder of the workspace's own account. */
export async function findAsked(scope: Scope): Promise<{ names: string; account: string }> {
  const keepers = await findKeepers(scope);
  const names = listNames(keepers.map(labelText), { locale: await getLocale(), type: 'disjunction' });
  return { names, account: labelText(scope.account) };
}
