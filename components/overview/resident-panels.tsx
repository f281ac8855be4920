import { KeyRound, Plus } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { CodeLine } from '@/components/doorcodes/code-line';
import { MissingLists } from '@/components/doorcodes/missing-lists';
import { UnseenNote } from '@/components/doorcodes/unseen-note';
import { ButtonLink } from '@/components/ui/button-link';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import { mayDoorcode } from '@/lib/abilities/doorcodes';
import { mayShare } from '@/lib/abilities/shares';
import type { Scope } from '@/lib/auth/scope';
import { loadDoorcodes } from '@/lib/doorcodes/data';
import { doorcodesQuery } from '@/lib/doorcodes/schema';
import { ClientMessages } from '@/lib/i18n/client-messages';
import { type Gaps, isCountable } from '@/lib/readings/gaps';
import { listShares } from '@/lib/shares/data';
import { sharesQuery } from '@/lib/shares/schema';

const shown = 5;

/** A member works for the account: its codes, shares and visits are not theirs. */
export function whose({ member }: Pick<Scope, 'member'>): 'member' | 'own' {
  return member ? 'member' : 'own';
}

export function seesCodes(scope: Scope): boolean {
  return scope.channels.some((channel) => mayDoorcode(scope, channel, 'see'));
}

export function seesShares(scope: Scope): boolean {
  return scope.channels.some((channel) => mayShare(scope, channel, 'see'));
}

/** What a resident or landlord comes to do first. Null if this account may make no doorcode. */
export async function LetInPanel({ scope }: { scope: Scope }) {
  if (!scope.channels.some((channel) => mayDoorcode(scope, channel, 'issue'))) return null;
  const t = await getTranslations('overview.resident');
  return (
    <section
      data-panel
      aria-labelledby="let-in"
      className="mb-4 flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line bg-surface px-4 py-4"
    >
      <div className="flex min-w-0 items-start gap-3">
        <KeyRound aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" />
        <div className="min-w-0">
          <h2 id="let-in" className="font-semibold">
            {t('letIn')}
          </h2>
          <p className="max-w-prose text-muted">{t('letInText')}</p>
        </div>
      </div>
      <ButtonLink href="/doorcodes/new" tone="primary" icon={Plus}>
        {t('letInButton')}
      </ButtonLink>
    </section>
  );
}

/** The account's codes that open now or later. */
export async function OwnCodesPanel({ scope }: { scope: Scope }) {
  if (!seesCodes(scope)) return null;
  const query = doorcodesQuery.parse({ state: ['live', 'upcoming'], sort: 'until', dir: 'asc' });
  const [t, { rows, total, gaps }] = await Promise.all([
    getTranslations('overview.resident'),
    loadDoorcodes(scope, { ...query, limit: shown }),
  ]);
  return (
    <Panel
      title={t('codes', { whose: whose(scope) })}
      actions={<Link href="/doorcodes">{t('allCodes')}</Link>}
    >
      {rows.length === 0 ? <NothingYet gaps={gaps}>{t('noCodes')}</NothingYet> : null}
      <ClientMessages use={['doorcodes']}>
        <ul className="divide-y divide-line">
          {rows.map((row) => (
            <CodeLine key={row.id} row={row} named onRevoke={null} />
          ))}
        </ul>
      </ClientMessages>
      {total > rows.length ? (
        <p className="mt-2 text-muted text-sm">{t('more', { count: total - rows.length })}</p>
      ) : null}
      <UnseenNote className="my-3" />
      <MissingLists scope={scope} />
    </Panel>
  );
}

/** Whom the account has shared its rooms with. Null if it may not know. */
export async function OwnSharesPanel({ scope }: { scope: Scope }) {
  if (!seesShares(scope)) return null;
  const [t, { rows, total, gaps }] = await Promise.all([
    getTranslations('overview.resident'),
    listShares(scope, { ...sharesQuery.parse({}), limit: shown }),
  ]);
  return (
    <Panel
      title={t('shares', { whose: whose(scope) })}
      actions={<Link href="/shares">{t('allShares')}</Link>}
    >
      {rows.length === 0 ? <NothingYet gaps={gaps}>{t('noShares')}</NothingYet> : null}
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1 py-2">
            <span className="min-w-0 break-all font-medium">
              <SafeText>{row.account}</SafeText>
            </span>
            <span className="text-muted text-sm">
              <SafeText>{[row.unit, row.building].filter(Boolean).join(' · ')}</SafeText>
              <span> · </span>
              <span>{t.rich('since', { time: () => <RelativeTime key="at" at={row.since} /> })}</span>
            </span>
          </li>
        ))}
      </ul>
      {total > rows.length ? (
        <p className="mt-2 text-muted text-sm">{t('more', { count: total - rows.length })}</p>
      ) : null}
    </Panel>
  );
}

/** "None" only where all is known: something unread is not nothing. */
async function NothingYet({ gaps, children }: { gaps: Gaps; children: ReactNode }) {
  const t = await getTranslations('overview.resident');
  return <p className="text-muted">{isCountable(gaps) ? children : t('notKnown')}</p>;
}
