import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { ListAge } from '@/components/jobs/list-age';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { findObstacle } from '@/lib/auth/find-obstacle';
import { mayInWorkspace } from '@/lib/auth/grants';
import { isVendorClosed } from '@/lib/auth/read-person';
import type { Scope } from '@/lib/auth/scope';
import { findKeepers, findStopped } from '@/lib/connections/find-keepers';
import { listNames } from '@/lib/text/list-names';
import { labelText } from '@/lib/text/visible-text';

/**
 * Says that a member has no connection to work through and why, how old the device list is if nothing reads it, and who can
 * change it.
 */
export async function NoConnectionNotice({
  scope,
  className,
  children,
}: {
  scope: Scope;
  className: string;
  children?: ReactNode;
}) {
  const [t, errors, stopped, closed] = await Promise.all([
    getTranslations('connections.notice'),
    getTranslations('errors.codes.no-connection'),
    findStopped(scope),
    isVendorClosed(scope.workspaceId),
  ]);
  const isCutOff = findObstacle(scope) === 'no-connection';
  const remedy = remedyOf(stopped);
  const [whys, ask] = await Promise.all([sayWhy(stopped), sayWhomToAsk(scope, remedy)]);
  return (
    <Notice
      tone={stopped.parked.length > 0 ? 'bad' : 'warn'}
      className={className}
      title={isCutOff ? errors('title') : t('none')}
      action={
        mayInWorkspace(scope, 'connections') ? (
          <Link href="/connections">{t(remedy === 'password' ? 'enter' : 'open')}</Link>
        ) : null
      }
    >
      {whys.map((why) => (
        <p key={why}>{why}</p>
      ))}
      <p>
        <span>{closed ? t('noneClosed') : t('noneText', { account: labelText(scope.account) })}</span>
        {ask ? <span> {ask}</span> : null}
      </p>
      {isCutOff ? <ListAge list={{ readAt: scope.channelsReadAt.toISOString(), code: null }} /> : null}
      {children}
    </Notice>
  );
}

type Stopped = Awaited<ReturnType<typeof findStopped>>;

/** What lets a connection work again. */
type Remedy = 'connect' | 'password' | 'resume' | 'either';

function remedyOf({ parked, paused }: Stopped): Remedy {
  if (parked.length > 0) return paused.length > 0 ? 'either' : 'password';
  return paused.length > 0 ? 'resume' : 'connect';
}

async function sayWhy(stopped: Stopped): Promise<string[]> {
  const t = await getTranslations('connections.notice.why');
  return (['parked', 'paused'] as const).flatMap((state) =>
    stopped[state].map((account) =>
      account === null ? t(`${state}Unnamed`) : t(state, { account: labelText(account) }),
    ),
  );
}

/** Members who can mend it, or else the holder of the workspace's own account. Null: the person can mend it. */
export async function sayWhomToAsk(scope: Scope, remedy: Remedy): Promise<string | null> {
  if (mayInWorkspace(scope, 'connections')) return null;
  const t = await getTranslations('connections.notice');
  const keepers = await findKeepers(scope);
  const names = listNames(keepers.map(labelText), { locale: await getLocale(), type: 'disjunction' });
  if (names) return t('ask', { names, remedy });
  if (await isVendorClosed(scope.workspaceId)) return t('askOwner');
  return t('askHolder', { account: labelText(scope.account), remedy });
}
