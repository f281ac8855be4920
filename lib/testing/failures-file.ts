import { createTranslator } from 'next-intl';
import { failureColumns, failureRows } from '@/lib/bulk/export-failures';
import type { FailuresChange, MatchedFailures } from '@/lib/bulk/match-failures';
import { exportResponse } from '@/lib/files/write/stream';
import { messages as en } from '@/lib/i18n/messages/en/messages';
import { messages as zh } from '@/lib/i18n/messages/zh/messages';
import { readJob, readSteps } from '@/lib/jobs/data';
import type { SignedIn } from './scope';

type Route = (request: Request, context: { params: Promise<Record<string, never>> }) => Promise<Response>;

/** The file that a person downloads on the job’s page. */
export async function csvOf(who: SignedIn, jobId: string, locale: 'en' | 'zh' = 'en'): Promise<string> {
  const messages = locale === 'en' ? en : zh;
  const job = await readJob(who.scope, jobId);
  if (!job) throw new Error('no such job');
  const t = createTranslator({ locale, messages, namespace: 'jobs' });
  const errors = createTranslator({ locale, messages, namespace: 'errors.codes' });
  const rows = failureRows(job, await readSteps(who.scope, jobId), {
    job: t,
    unnamed: messages.table.codes.unnamed,
    error: (code) => {
      const known = errors.has(`${code}.title`) ? code : 'unexpected';
      return { title: errors(`${known}.title`), text: errors(`${known}.text`, { address: '' }) };
    },
  });
  const response = await exportResponse({
    reader: null,
    format: 'csv',
    name: 'doordesk-failures',
    rows,
    columns: failureColumns(createTranslator({ locale, messages, namespace: 'failures.columns' }), rows),
  });
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
}

/** Sends a file as the dialog of the jobs page does. `route`: its handler. */
export async function sendFailures(
  route: Route,
  text: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const form = new FormData();
  form.set('file', new File([text], 'failures.csv'));
  const packed = new Response(form);
  const body = await packed.arrayBuffer();
  const request = new Request('http://doordesk.test/api/jobs/import', {
    method: 'POST',
    body,
    headers: {
      'content-type': packed.headers.get('content-type') ?? '',
      'content-length': String(body.byteLength),
      ...headers,
    },
  });
  return route(request, { params: Promise.resolve({}) });
}

export function needChange<Of extends FailuresChange['of']>(found: MatchedFailures, of: Of) {
  if (found.change?.of !== of) throw new Error(`not a change of ${of}`);
  return found.change.input as Extract<FailuresChange, { of: Of }>['input'];
}

export const failuresFile = (...rows: (string | number | undefined)[][]) =>
  ['kind,gid,channel,account,code', ...rows.map((row) => row.join(','))].join('\n');
