import { getTranslations } from 'next-intl/server';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { mayInWorkspace } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import { findStopped } from '@/lib/connections/find-keepers';
import { labelText } from '@/lib/text/visible-text';
import { NoConnectionNotice, sayWhomToAsk } from './no-connection-notice';

/** Says that the cloud refuses a connection, or that a member has none to work through, and who can change it. */
export async function ConnectionNotice({ scope }: { scope: Scope }) {
  if (scope.member !== null && scope.callers.length === 0)
    return <NoConnectionNotice scope={scope} className="mb-4" />;
  const { parked } = await findStopped(scope);
  return parked.length > 0 ? <ParkedNotice scope={scope} parked={parked} /> : null;
}

async function ParkedNotice({
  scope,
  parked,
}: {
  scope: Scope;
  /** Null: accounts that this person may not know. */
  parked: readonly (string | null)[];
}) {
  const t = await getTranslations('connections.notice');
  const ask = await sayWhomToAsk(scope, 'password');
  return parked.map((account) => (
    <Notice
      key={account}
      tone="bad"
      className="mb-4"
      title={account === null ? t('parkedUnnamed') : t('parked', { account: labelText(account) })}
      action={mayInWorkspace(scope, 'connections') ? <Link href="/connections">{t('enter')}</Link> : null}
    >
      <p>
        <span>{t('parkedText')}</span>
        {ask ? <span> {ask}</span> : null}
      </p>
    </Notice>
  ));
}
