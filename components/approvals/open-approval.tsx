import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { StepWhat } from '@/components/jobs/step-what';
import { StepWhere } from '@/components/jobs/step-where';
import { ActorName } from '@/components/ui/actor-name';
import { Link } from '@/components/ui/link';
import { DefinitionList, Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { OpenApproval as Request } from '@/lib/desk/approvals/data';
import { ApprovalButtons } from './approval-buttons';
import { ApprovalStateBadge } from './approval-state';
import { ApprovalTitle } from './approval-title';
import { useFactEntries } from './asked-rights';
import { placeOf } from './request-place';

/** A request that is not decided, or approved and not done yet: what exactly, by whom, and why it waits. */
export function OpenApproval({ request }: { request: Request }) {
  const t = useTranslations('approvals');
  const common = useTranslations('common');
  const { job, buildings, askedBy, approvers, mayDecide } = request;
  const comma = common('listComma');
  const facts = useFactEntries(request);
  return (
    <Panel title={<ApprovalTitle request={request} />} actions={<ApprovalStateBadge request={request} />}>
      <div className="grid gap-3">
        <DefinitionList
          entries={[
            ...(job || request.facts.above
              ? []
              : [{ term: t('subject'), value: <SafeText>{request.subject}</SafeText> }]),
            ...facts,
            ...(buildings.length > 0 && !request.facts.grants
              ? [{ term: t('buildings'), value: <SafeText>{buildings.join(comma)}</SafeText> }]
              : []),
            ...(job ? throughOf(request, t) : []),
            { term: t('askedBy'), value: <ActorName name={askedBy} memberId={request.memberId} /> },
            { term: t('asked'), value: <RelativeTime at={request.askedAt} /> },
            { term: t('until'), value: <RelativeTime at={request.until} /> },
            { term: t('why'), value: <Why request={request} /> },
          ]}
        />
        {job ? <Things request={request} /> : null}
        {request.state === 'approved' ? (
          <p>
            <Decided request={request} />
            {request.isOwn ? <UseIt request={request} /> : null}
          </p>
        ) : (
          <p className="text-muted">
            <SafeText>
              {approvers.length > 0
                ? t(mayDecide ? 'approversAndYou' : 'approvers', { names: approvers.join(comma) })
                : t(mayDecide ? 'onlyYou' : 'noApprovers')}
            </SafeText>
          </p>
        )}
        <ApprovalButtons
          request={{
            id: request.id,
            things: request.things,
            job,
            isOwn: request.isOwn,
            mayDecide: request.mayDecide,
            askedBy,
          }}
        />
      </div>
    </Panel>
  );
}

/** An account per line, with the number of its changes where they are not all of them. */
function throughOf(
  { job, through }: Request,
  t: ReturnType<typeof useTranslations<'approvals'>>,
): { term: string; value: ReactNode }[] {
  const { callers, stuck } = through;
  const chosen = job?.params.via?.account;
  if (callers.length + stuck === 0)
    return chosen ? [{ term: t('through'), value: <SafeText>{chosen}</SafeText> }] : [];
  const isSole = callers.length === 1 && stuck === 0;
  const lines = callers.map(({ account, count }) => (
    <span key={account} className="block">
      <SafeText>{isSole ? account : t('throughCount', { account, count })}</SafeText>
    </span>
  ));
  if (stuck > 0)
    lines.push(
      <span key="none" className="block text-warn">
        {t('throughNone', { count: stuck })}
      </span>,
    );
  return [{ term: t('through'), value: lines }];
}

function Why({ request: { things, endedBefore, above } }: { request: Request }) {
  const t = useTranslations('approvals.reasons');
  if (above === null) return <span>{t('always')}</span>;
  return (
    <span>
      {endedBefore > 0 ? t('before', { things, before: endedBefore, above }) : t('many', { things, above })}
    </span>
  );
}

function Things({ request: { job, steps, things } }: { request: Request }) {
  const t = useTranslations('approvals');
  return (
    <details>
      <summary className="w-fit cursor-pointer rounded-sm py-1 text-muted hover:text-ink pointer-coarse:py-3">
        {steps.length < things
          ? t('firstThings', { shown: steps.length, count: things })
          : t('things', { count: things })}
      </summary>
      <ul className="mt-1 divide-y divide-line rounded-md border border-line">
        {steps.map((target, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a job never change.
          <li key={index} className="px-3 py-2">
            <StepWhat target={target} doorcode={null} />
            <p className="break-words text-muted">
              <StepWhere target={target} />
            </p>
          </li>
        ))}
      </ul>
      {job ? (
        <p className="mt-2">
          <Link href={`/jobs/${job.id}`}>{t('job')}</Link>
        </p>
      ) : null}
    </details>
  );
}

function UseIt({ request }: { request: Request }) {
  const t = useTranslations('approvals');
  const place = placeOf(request);
  return (
    <span>
      <span> {t('useIt')} </span>
      {place ? <Link href={place.href}>{t(`places.${place.name}`)}</Link> : null}
    </span>
  );
}

function Decided({ request: { decidedBy, decidedAt } }: { request: Request }) {
  const t = useTranslations('approvals');
  return (
    <span>
      {t.rich('approved', {
        name: () => <SafeText key="by">{decidedBy ?? ''}</SafeText>,
        time: () => <RelativeTime key="at" at={decidedAt ?? ''} />,
      })}
    </span>
  );
}
