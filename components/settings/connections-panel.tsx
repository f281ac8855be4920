import { useTranslations } from 'next-intl';
import { ConnectionStateBadge } from '@/components/connections/connection-state';
import { ButtonLink } from '@/components/ui/button-link';
import { SafeText } from '@/components/ui/safe-text';
import type { Connection } from '@/lib/connections/data';

/** How the accounts are connected, and the offer to connect the workspace's own. It is done on the page of connections. */
export function ConnectionsPanel({ connections }: { connections: Connection[] }) {
  const t = useTranslations('connections');
  const own = connections.find(({ isOwn }) => isOwn);
  const isOffered = own?.state === 'none';
  return (
    <div className="grid justify-items-start gap-3">
      <ul className="grid gap-1">
        {connections.map(({ id, account, state }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="min-w-0 break-all">
              <SafeText>{account}</SafeText>
            </span>
            <ConnectionStateBadge state={state} />
          </li>
        ))}
      </ul>
      {isOffered ? <p className="max-w-prose text-muted">{t('meaning.none')}</p> : null}
      <ButtonLink href="/connections">{isOffered ? t('connect') : t('manage')}</ButtonLink>
    </div>
  );
}
