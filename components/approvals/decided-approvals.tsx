import { useTranslations } from 'next-intl';
import { ActorName } from '@/components/ui/actor-name';
import { Link } from '@/components/ui/link';
import { DefinitionList, Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { ApprovalRow } from '@/lib/desk/approvals/data';
import { ApprovalStateBadge } from './approval-state';
import { ApprovalTitle } from './approval-title';
import { useFactEntries } from './asked-rights';

/** What was decided or has ended, newest first. */
export function DecidedApprovals({ requests }: { requests: ApprovalRow[] }) {
  const t = useTranslations('approvals');
  return (
    <Panel title={t('history')} flush={requests.length > 0}>
      {requests.length === 0 ? (
        <p className="text-muted">{t('noHistory')}</p>
      ) : (
        <ul className="divide-y divide-line">
          {requests.map((request) => (
            <Decided key={request.id} request={request} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Decided({ request }: { request: ApprovalRow }) {
  const t = useTranslations('approvals');
  const common = useTranslations('common');
  const facts = useFactEntries(request);
  const { job, buildings, things } = request;
  const subject = request.facts.above ? '' : request.subject;
  const about = job ? [t('changes', { count: things }), buildings.join(common('listComma'))] : [subject];
  return (
    <li className="grid gap-1 px-4 py-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 flex-1 break-words font-medium">
          <ApprovalTitle request={request} />
        </span>
        <ApprovalStateBadge request={request} />
      </p>
      <p className="break-words text-muted empty:hidden">
        <SafeText>{about.filter(Boolean).join(' · ')}</SafeText>
      </p>
      {facts.length > 0 ? (
        <div className="text-muted text-sm">
          <DefinitionList entries={facts} />
        </div>
      ) : null}
      <p className="break-words text-muted text-sm">
        <span>{t('askedBy')} </span>
        <ActorName name={request.askedBy} memberId={request.memberId} />
        <span>{' · '}</span>
        <RelativeTime at={request.askedAt} />
        {job ? (
          <>
            <span>{' · '}</span>
            <Link href={`/jobs/${job.id}`}>{t('job')}</Link>
          </>
        ) : null}
      </p>
      <p className="break-words text-muted text-sm">
        <Ending request={request} />
      </p>
    </li>
  );
}

function Ending({ request: { state, askedBy, decidedBy, decidedAt, reason } }: { request: ApprovalRow }) {
  const t = useTranslations('approvals.decided');
  if (state === 'waiting') return null;
  if (state === 'expired') return <span>{t('expired')}</span>;
  // Who asked can withdraw it. Otherwise it ended by itself, perhaps after it was approved.
  if (!decidedBy || (state === 'withdrawn' && decidedBy !== askedBy)) return <span>{t('lapsed')}</span>;
  return (
    <span>
      {t.rich(state, {
        name: () => <SafeText key="by">{decidedBy}</SafeText>,
        time: () => <RelativeTime key="at" at={decidedAt ?? ''} />,
        reason: () => <SafeText key="why">{reason}</SafeText>,
      })}
    </span>
  );
}
