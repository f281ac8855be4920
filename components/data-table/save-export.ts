import type { VerbResult } from '@/lib/abilities/verb';
import type { ErrorCode } from '@/lib/errors';

/** Fetches a file and saves it, for exports that may be refused first: a link would save the refusal. */
export async function saveExport(address: string): Promise<VerbResult<null>> {
  const answer = await fetch(address);
  if (!answer.ok) return { ok: false, code: await codeOf(answer) };
  const name = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name ?? 'doordesk';
  link.click();
  // The browser has begun to save it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return { ok: true, data: null };
}

async function codeOf(answer: Response): Promise<ErrorCode> {
  const body: unknown = await answer.json().catch(() => null);
  const code = body && typeof body === 'object' && 'error' in body ? body.error : null;
  // Our own handlers answer only codes.
  return typeof code === 'string' ? (code as ErrorCode) : 'unexpected';
}
