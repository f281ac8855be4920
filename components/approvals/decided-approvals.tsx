import { useTranslations } from 'next-intl';
import { ActorName } from '@/components/ui/actor-name';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { ApprovalRow } from '@/lib/desk/approvals/data';
import { ApprovalStateBadge } from './approval-state';
import { ApprovalTitle } from './approval-title';

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
            <li key={request.id} className="grid gap-1 px-4 py-3">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="min-w-0 flex-1 break-words font-medium">
                  <ApprovalTitle request={request} />
                </span>
                <ApprovalStateBadge state={request.state} />
              </p>
              <p className="break-words text-muted">
                <SafeText>{request.subject}</SafeText>
              </p>
              <p className="break-words text-muted text-sm">
                <span>{t('askedBy')} </span>
                <ActorName name={request.askedBy} memberId={request.memberId} />
                <span>{' · '}</span>
                <RelativeTime at={request.askedAt} />
                <span>{' · '}</span>
                <Ending request={request} />
                {request.job ? (
                  <>
                    <span>{' · '}</span>
                    <Link href={`/jobs/${request.job.id}`}>{t('job')}</Link>
                  </>
                ) : null}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Ending({ request: { state, decidedBy, decidedAt, reason } }: { request: ApprovalRow }) {
  const t = useTranslations('approvals.decided');
  if (state === 'waiting') return null;
  if (state === 'expired') return <span>{t('expired')}</span>;
  if (!decidedBy) return <span>{t('lapsed')}</span>;
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
