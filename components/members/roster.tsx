'use client';

import { Ellipsis, Eye, KeyRound, SlidersHorizontal, UserMinus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useLocale, useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { leavePage } from '@/components/auth/fetch-in-background';
import { Button, IconButton } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import { Menu, type MenuEntry } from '@/components/ui/menu';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import { toast } from '@/components/ui/toast';
import type { Grants } from '@/lib/db/tables/members';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';
import { revokeRecoveryLinkAction } from '@/lib/members/roster/actions';
import type { BuildingNames, RosterMember } from '@/lib/members/roster/data';
import { viewAsMemberAction } from '@/lib/members/sessions/actions';
import { listNames } from '@/lib/text/list-names';
import { labelText } from '@/lib/text/visible-text';
import { useGrantsWords } from './grants-words';

const dialogs = {
  change: dynamic(() => import('./change-dialog').then((module) => module.ChangeDialog), { ssr: false }),
  recover: dynamic(() => import('./recovery-dialog').then((module) => module.RecoveryDialog), { ssr: false }),
  remove: dynamic(() => import('./remove-dialog').then((module) => module.RemoveDialog), { ssr: false }),
};

/** The workspace's members, with what the viewer may do to each. */
export function Roster({
  members,
  own,
  buildings,
}: {
  members: RosterMember[];
  /** What the viewer may do; null: all. */
  own: Grants | null;
  buildings: BuildingNames;
}) {
  const [asking, setAsking] = useState<{ what: keyof typeof dialogs; member: RosterMember } | null>(null);
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [, startTransition] = useTransition();

  function seeAs({ id }: RosterMember) {
    setFailure(null);
    startTransition(async () => {
      const result = await leavePage(() => answerOf(viewAsMemberAction({ id })));
      // Each page shows something else now, also those that the router keeps.
      if (result.ok) window.location.assign('/');
      else setFailure(result.code);
    });
  }

  const Dialog = asking && dialogs[asking.what];
  return (
    <>
      {failure ? <ErrorNote code={failure} className="m-4" /> : null}
      <ul className="divide-y divide-line">
        {members.map((member) => (
          <MemberRow
            key={member.id}
            member={member}
            onAsk={(what) => setAsking({ what, member })}
            onSeeAs={() => seeAs(member)}
          />
        ))}
      </ul>
      {Dialog ? (
        <Dialog
          key={asking.member.id}
          member={asking.member}
          onClose={() => setAsking(null)}
          own={own}
          buildings={buildings}
        />
      ) : null}
    </>
  );
}

function MemberRow({
  member,
  onAsk,
  onSeeAs,
}: {
  member: RosterMember;
  onAsk: (what: keyof typeof dialogs) => void;
  onSeeAs: () => void;
}) {
  const t = useTranslations('members');
  const words = useGrantsWords();
  const name = labelText(member.name);
  const entries: MenuEntry[] = [
    ...(member.covered
      ? [{ label: t('change'), icon: SlidersHorizontal, onSelect: () => onAsk('change') }]
      : []),
    ...(member.isSelf ? [] : [{ label: t('seeAs', { name }), icon: Eye, onSelect: onSeeAs }]),
    ...(member.covered && !member.isSelf
      ? [{ label: t('recover'), icon: KeyRound, onSelect: () => onAsk('recover') }]
      : []),
    ...(member.covered
      ? [
          { kind: 'line' as const },
          { label: t('remove'), icon: UserMinus, danger: true, onSelect: () => onAsk('remove') },
        ]
      : []),
  ];
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 break-words">
          <span className="font-medium">
            <SafeText>{member.name}</SafeText>
          </span>
          {member.isSelf ? <span className="text-muted text-sm">({t('you')})</span> : null}
          {member.email ? (
            <span className="min-w-0 break-all text-muted text-sm">
              <SafeText>{member.email}</SafeText>
            </span>
          ) : null}
        </p>
        <p className="break-words">{words(member)}</p>
        <MemberFacts member={member} />
        <OpenRecovery member={member} />
      </div>
      {entries.length > 0 ? (
        <Menu
          label={t('actions', { name })}
          entries={entries}
          trigger={(props) => <IconButton {...props} icon={Ellipsis} label={t('actions', { name })} />}
        />
      ) : null}
    </li>
  );
}

function MemberFacts({ member: { ways, lastUsedAt, joinedAt, invitedBy } }: { member: RosterMember }) {
  const t = useTranslations('members');
  const list = listNames(
    ways.map((way) => t(`ways.${way}`)),
    { locale: useLocale(), type: 'disjunction' },
  );
  return (
    <p className="break-words text-muted text-sm">
      <span>{ways.length > 0 ? t('signsIn', { ways: list }) : t('ways.none')}</span>
      <span> · </span>
      {lastUsedAt ? (
        <span key="used">{t.rich('lastUsed', { time: () => <RelativeTime at={lastUsedAt} /> })}</span>
      ) : (
        <span key="unused">{t('neverUsed')}</span>
      )}
      <span> · </span>
      {invitedBy === null ? (
        <span key="vendor">
          {t.rich('joinedByVendor', { time: () => <RelativeTime key="at" at={joinedAt} /> })}
        </span>
      ) : (
        <span key="invited">
          {t.rich('joined', {
            time: () => <RelativeTime key="at" at={joinedAt} />,
            name: () => <SafeText key="by">{invitedBy}</SafeText>,
          })}
        </span>
      )}
    </p>
  );
}

/** A link that would let a person sign in as this member. */
function OpenRecovery({ member: { id, name, recoveryLink, covered } }: { member: RosterMember }) {
  const t = useTranslations('members');
  const [failure, setFailure] = useState<ErrorCode | null>(null);
  const [pending, startTransition] = useTransition();
  if (!recoveryLink) return failure ? <ErrorNote code={failure} /> : null;

  function revoke() {
    setFailure(null);
    startTransition(async () => {
      const result = await answerOf(revokeRecoveryLinkAction({ id }));
      if (result.ok) toast(t('recoveryRevoked', { name: labelText(name) }));
      else setFailure(result.code);
    });
  }

  return (
    <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
      <p className="break-words text-sm text-warn">
        {t.rich('recoveryOpen', {
          time: () => <RelativeTime key="at" at={recoveryLink.expiresAt} />,
          name: () => <SafeText key="by">{recoveryLink.madeBy}</SafeText>,
        })}
      </p>
      {covered ? (
        <Button
          size="small"
          pending={pending}
          aria-label={t('recoveryRevokeOne', { name: labelText(name) })}
          onClick={revoke}
        >
          {t('recoveryRevoke')}
        </Button>
      ) : null}
      {failure ? <ErrorNote code={failure} /> : null}
    </div>
  );
}
