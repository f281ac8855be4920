'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useDoubt } from '@/components/ui/doubt';
import { useAccountWords } from '@/components/ui/doubt-note';
import { FoldOnPhone } from '@/components/ui/fold-on-phone';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { useSignInHref } from '@/components/ui/use-sign-in-href';
import type { Doubt } from '@/lib/auth/standing';
import { listNames } from '@/lib/text/list-names';
import { labelText } from '@/lib/text/visible-text';

/** Says on every page that the cloud refused the password, or lists no doors. */
export function DoubtNotice() {
  const t = useTranslations('shell.doubt');
  const common = useTranslations('common');
  const doubt = useDoubt();
  if (!doubt) return null;
  const words = { more: common('whatItMeans'), less: common('less') };
  if (doubt.emptyList)
    return (
      <Notice tone="warn" className="mb-4" title={<Title doubt={doubt} />}>
        <FoldOnPhone words={words}>{t('emptyText')}</FoldOnPhone>
      </Notice>
    );
  const { member, goesOn } = doubt;
  return (
    <Notice tone="warn" className="mb-4" title={<Title doubt={doubt} />}>
      <FoldOnPhone words={words} after={member ? <Mend member={member} /> : <SignIn />}>
        {member ? <MemberText member={member} goesOn={goesOn === true} /> : <p>{t('text')}</p>}
        <NextCheck doubt={doubt} />
      </FoldOnPhone>
    </Notice>
  );
}

type Member = NonNullable<Doubt['member']>;

function MemberText({ member, goesOn }: { member: Member; goesOn: boolean }) {
  const t = useTranslations('shell.doubt.member');
  const account = useAccountWords(member);
  return <p>{goesOn ? t('goesOn', { account }) : t('text')}</p>;
}

function Title({ doubt: { since, emptyList, member } }: { doubt: Doubt }) {
  const t = useTranslations('shell.doubt');
  const time = () => <RelativeTime key="since" at={since} />;
  const account = useAccountWords(member);
  if (emptyList)
    return member ? (
      <span key="member-empty">{t.rich('member.emptyTitle', { account, time })}</span>
    ) : (
      <span key="empty">{t.rich('emptyTitle', { time })}</span>
    );
  return member ? (
    <span key="member-refused">{t.rich('member.title', { account, time })}</span>
  ) : (
    <span key="refused">{t.rich('title', { time })}</span>
  );
}

function NextCheck({ doubt: { nextCheckAt, member } }: { doubt: Doubt }) {
  const t = useTranslations('shell.doubt');
  if (!nextCheckAt) return null;
  const time = () => <RelativeTime key="next" at={nextCheckAt} />;
  return member ? (
    <p key="member">{t.rich('member.next', { time })}</p>
  ) : (
    <p key="holder">{t.rich('next', { time })}</p>
  );
}

/** The sign-in page has another layout, and a new session needs fresh pages, so no router link. */
function SignIn() {
  const t = useTranslations('shell.doubt');
  const href = useSignInHref();
  return (
    <a data-returns className="font-medium underline" href={href}>
      {t('signIn')}
    </a>
  );
}

/** A member has no password of the account to type at the sign-in. */
function Mend({ member }: { member: Member }) {
  const t = useTranslations('shell.doubt.member');
  const locale = useLocale();
  const account = useAccountWords(member);
  if (member.mayMend) return <Link href="/connections">{t('mend')}</Link>;
  const names = listNames(member.keepers.map(labelText), { locale, type: 'disjunction' });
  if (names) return <p>{t('ask', { names })}</p>;
  return <p>{member.isOwn ? t('askHolder', { account }) : t('askOwner')}</p>;
}
