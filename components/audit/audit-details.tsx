'use client';

import { useTranslations } from 'next-intl';
import { ActorName } from '@/components/ui/actor-name';
import { useErrorWords } from '@/components/ui/error-note';
import { DefinitionList } from '@/components/ui/panel';
import { ExactTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { AuditRow } from '@/lib/desk/audit/data';
import type { ErrorCode } from '@/lib/errors';
import { AuditOutcome } from './audit-outcome';
import { useActionWords, useDetailValues, useDetailWords, useSubjectWords } from './use-action-words';

export function AuditDetails({ row }: { row: AuditRow }) {
  const t = useTranslations('audit');
  const words = useActionWords();
  const subjects = useSubjectWords();
  const names = useDetailWords();
  const values = useDetailValues();
  const { code, ...rest } = row.detail;
  return (
    <DefinitionList
      entries={[
        { term: t('columns.action'), value: words(row.action) },
        { term: t('columns.subject'), value: <SafeText>{subjects(row) || '–'}</SafeText> },
        { term: t('columns.outcome'), value: <Outcome row={row} /> },
        ...(typeof code === 'string' ? [{ term: t('reason'), value: <Reason code={code} /> }] : []),
        { term: t('columns.at'), value: <ExactTime at={row.at} /> },
        { term: t('columns.actor'), value: <Actor row={row} /> },
        ...(row.network ? [{ term: t('columns.network'), value: <SafeText>{row.network}</SafeText> }] : []),
        ...(row.device ? [{ term: t('columns.device'), value: <SafeText>{row.device}</SafeText> }] : []),
        ...Object.entries(rest)
          .filter(([, value]) => value !== null)
          .map(([name, value]) => ({ term: names(name), value: <SafeText>{values(name, value)}</SafeText> })),
      ]}
    />
  );
}

function Outcome({ row }: { row: AuditRow }) {
  const t = useTranslations('audit.outcomeHints');
  return (
    <>
      <AuditOutcome outcome={row.outcome} />
      <p className="mt-1 text-muted text-sm">{t(isAccepted(row) ? 'waits' : row.outcome)}</p>
    </>
  );
}

/** Nothing went through an account yet. */
function isAccepted({ outcome, detail }: AuditRow): boolean {
  return outcome === 'done' && typeof detail.waits === 'string';
}

function Actor({ row }: { row: AuditRow }) {
  const t = useTranslations('audit');
  return (
    <>
      <ActorName name={row.actor} memberId={row.memberId} />
      {row.account === row.actor || !row.isThrough ? null : (
        <p className="text-muted text-sm">
          {t.rich('via', { account: () => <SafeText>{row.account}</SafeText> })}
        </p>
      )}
    </>
  );
}

/** The log stores codes. The person saw their texts. */
function Reason({ code }: { code: string }) {
  // A code of an older version may have no text here.
  const { title } = useErrorWords(code as ErrorCode);
  return title;
}
