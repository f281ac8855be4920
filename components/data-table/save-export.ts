import type { VerbResult } from '@/lib/abilities/verb';
import type { ErrorCode } from '@/lib/errors';
import { askHeader } from '@/lib/http/ask-header';
import { codeIn } from '@/lib/http/read-answer';

/** Why an export is refused. Null: it is not, and the browser now saves it as it arrives. */
export async function downloadExport(address: string): Promise<ErrorCode | null> {
  try {
    const answer = await fetch(address, { headers: { [askHeader]: '1' } });
    if (!answer.ok) return codeIn(await answer.json().catch(() => null));
  } catch {
    return 'connection-lost';
  }
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
  return null;
}

/** Fetches a file and saves it, for exports that may be refused first: a link would save the refusal. */
export async function saveExport(address: string): Promise<VerbResult<null>> {
  return saveFile(fetch(address));
}

/** Saves the file of an answer, under the name that it has or `name`. */
export async function saveFile(sent: Promise<Response>, name = 'doordesk'): Promise<VerbResult<null>> {
  const answer = await sent;
  if (!answer.ok) return { ok: false, code: codeIn(await answer.json().catch(() => null)) };
  const stated = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = stated ?? name;
  link.click();
  // The browser has begun to save it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return { ok: true, data: null };
}
