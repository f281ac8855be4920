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
  const parked = await findParked(scope);
  if (parked.length > 0) return <ParkedNotice scope={scope} parked={parked} isCutOff={isCutOff} />;
  if (!isCutOff) return null;
  const t = await getTranslations('connections.notice');
  const mayConnect = mayInWorkspace(scope, 'connections');
  const ask = mayConnect ? null : await findAsked(scope);
  return (
    <Notice
      tone="warn"
      className="mb-4"
      title={t('none')}
      action={mayConnect ? <Link href="/connections">{t('open')}</Link> : null}
    >
      <span>{t('noneText', { account: labelText(scope.account) })}</span>
      {ask ? <span> {ask.names ? t('ask', { names: ask.names }) : t('askHolder', ask)}</span> : null}
    </Notice>
  );
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
  return parked.map((account) => (
    <Notice
      key={account}
      tone="bad"
      className="mb-4"
      title={account === null ? t('parkedUnnamed') : t('parked', { account: labelText(account) })}
      action={mayConnect ? <Link href="/connections">{t('enter')}</Link> : null}
    >
      <span>{t('parkedText')}</span>
      {isCutOff ? <span> {t('noneText', { account: labelText(scope.account) })}</span> : null}
      {ask ? (
        <span> {ask.names ? t('askPassword', { names: ask.names }) : t('askHolderPassword', ask)}</span>
      ) : null}
    </Notice>
  ));
}

/** Members who can mend it, or else the holder of the workspace's own account. */
async function findAsked(scope: Scope): Promise<{ names: string; account: string }> {
  const keepers = await findKeepers(scope);
  return { names: keepers.map(labelText).join(', '), account: labelText(scope.account) };
}
