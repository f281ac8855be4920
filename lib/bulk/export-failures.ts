import type { getTranslations } from 'next-intl/server';
import type { ErrorCode } from '@/lib/errors';
import type { ExportColumn } from '@/lib/files/write/cell';
import type { JobRow, StepRow } from '@/lib/jobs/data';
import { explainEnding } from '@/lib/jobs/explain-ending';
import { isFailure, retriedPositions } from '@/lib/jobs/find-failures';

type JobWords = Awaited<ReturnType<typeof getTranslations<'jobs'>>>;
type ColumnWords = Awaited<ReturnType<typeof getTranslations<'failures.columns'>>>;
export type FailureWords = {
  job: JobWords;
  unnamed: string;
  error: (code: ErrorCode) => { title: string; text: string };
};

/** Read by an import, in every language under these names. */
export const machineColumns = ['kind', 'gid', 'channel', 'account', 'code'] as const;
const shownColumns = [
  'building',
  'room',
  'door',
  'task',
  'about',
  'from',
  'until',
  'outcome',
  'cause',
  'advice',
] as const;
/** Only where a workspace has several accounts. */
const throughColumn = 'through';
type Key = (typeof shownColumns)[number] | typeof throughColumn | (typeof machineColumns)[number];
export type FailureRow = Record<Exclude<Key, 'channel'>, string | null> & { channel: number };

export function failureColumns(t: ColumnWords, rows: readonly FailureRow[]): ExportColumn<Key>[] {
  const names = rows.some(({ through }) => through !== null);
  return [
    ...[...shownColumns, ...(names ? ([throughColumn] as const) : [])].map((key) => ({
      key,
      title: t(key),
      ...(key === 'from' || key === 'until' ? { type: 'wall' as const } : {}),
    })),
    ...machineColumns.map((key) => ({
      key,
      title: key,
      ...(key === 'channel' ? { type: 'number' as const } : {}),
    })),
  ];
}

/** Without digits: a doorcode is named by its id, or by the id of the request that asks for it. */
export function failureRows(job: JobRow, steps: readonly StepRow[], words: FailureWords): FailureRow[] {
  const retried = retriedPositions(steps);
  return steps
    .filter((step) => isFailure(step, retried))
    .map((step) => {
      const { target, doorcode } = step;
      const { title: cause, text: advice } = reasonOf(job, step, words);
      return {
        building: target.building,
        room: target.unit,
        door: target.door,
        task: words.job(`kinds.${job.kind}`, {
          master: job.params.master ?? '',
          name: job.params.doorcode?.name || words.unnamed,
        }),
        about: target.codeName === undefined ? accountOf(job, step) : target.codeName || words.unnamed,
        from: doorcode?.fromWall ?? null,
        until: doorcode?.toWall ?? null,
        outcome: words.job(`steps.${step.state}`),
        cause,
        advice,
        through: step.through,
        kind: job.kind,
        gid: target.gid,
        channel: target.channel,
        account: accountOf(job, step),
        code: target.doorcodeId ?? target.requestId ?? null,
      };
    });
}

/** The master to be set; else whose share, or the master to be removed. */
function accountOf(job: JobRow, { target }: StepRow): string | null {
  return job.params.master ?? target.account ?? null;
}

function reasonOf(job: JobRow, step: StepRow, { job: t, error }: FailureWords) {
  const { code, state } = step;
  if (state === 'pending' || state === 'running') throw new Error('such a step is no failure');
  if (!code) return { title: t(`outcomeHints.${state}`), text: '' };
  const words = error(code);
  const own = explainEnding(step, job.kind);
  if (!own) return words;
  return { title: t(`causes.${own}.title`), text: t(`causes.${own}.text`, { reason: words.title }) };
}
