import { getTranslations } from 'next-intl/server';
import { ListAge } from '@/components/jobs/list-age';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { findObstacle } from '@/lib/auth/find-obstacle';
import { mayInWorkspace } from '@/lib/auth/grants';
import { isVendorClosed } from '@/lib/auth/read-person';
import type { Scope } from '@/lib/auth/scope';
import { findParked } from '@/lib/connections/find-keepers';
import { labelText } from '@/lib/text/visible-text';
import { findAsked, NoConnectionNotice } from './no-connection-notice';

/** Says that the cloud refuses a connection, or that a member has none to work through, and who can change it. */
export async function ConnectionNotice({ scope }: { scope: Scope }) {
  const isCutOff = scope.member !== null && scope.callers.length === 0;
  const parked = await findParked(scope);
  if (parked.length > 0) return <ParkedNotice scope={scope} parked={parked} isCutOff={isCutOff} />;
  return isCutOff ? <NoConnectionNotice scope={scope} className="mb-4" /> : null;
}

async function ParkedNotice({
  scope,
  parked,
  isCutOff,
}: {
  scope: Scope;
  /** Null: accounts that this person may not know. */
  parked: readonly (string | null)[];
  isCutOff: boolean;
}) {
  const t = await getTranslations('connections.notice');
  const mayConnect = mayInWorkspace(scope, 'connections');
  const ask = mayConnect ? null : await findAsked(scope);
  const closed = await isVendorClosed(scope.workspaceId);
  return parked.map((account) => (
    <Notice
      key={account}
      tone="bad"
      className="mb-4"
      title={account === null ? t('parkedUnnamed') : t('parked', { account: labelText(account) })}
      action={mayConnect ? <Link href="/connections">{t('enter')}</Link> : null}
    >
      <p>
        <span>{t('parkedText')}</span>
        {isCutOff ? (
          <span> {closed ? t('noneClosed') : t('noneText', { account: labelText(scope.account) })}</span>
        ) : null}
        {ask ? (
          <span>
            {' '}
            {ask.names
              ? t('askPassword', { names: ask.names })
              : closed
                ? t('askOwner')
                : t('askHolderPassword', ask)}
          </span>
        ) : null}
      </p>
      {findObstacle(scope) === 'no-connection' ? (
        <ListAge list={{ readAt: scope.channelsReadAt.toISOString(), code: null }} />
      ) : null}
    </Notice>
  ));
}
