import { revalidatePath } from 'next/cache';
import type { z } from 'zod';
import type { PublicVerb, Verb, VerbResult } from '@/lib/abilities/verb';
import { isInsideNext, isSameOrigin, readRequest } from '@/lib/auth/request';
import { findScope } from '@/lib/auth/scope';
import { isOfOtherTab } from '@/lib/auth/tab-header';
import { errorCodeOf } from '@/lib/errors';
import { log } from '@/lib/log';

export function actionOf<S extends z.ZodType, T>(
  verb: Verb<S, T>,
  { revalidate = [] }: { revalidate?: readonly string[] } = {},
): (raw: unknown) => Promise<VerbResult<T>> {
  return async (raw) => {
    try {
      const { headers } = await readRequest();
      if (!isSameOrigin(headers)) return { ok: false, code: 'not-allowed' };
      const scope = await findScope();
      if (!scope) return { ok: false, code: 'signed-out' };
      if (isOfOtherTab(scope, headers)) return { ok: false, code: 'other-workspace' };
      const result = await verb({ ctx: { scope }, input: plainOf(raw) });
      if (result.ok && isInsideNext()) for (const path of revalidate) revalidatePages(path);
      return result;
    } catch (error) {
      return failed(error);
    }
  };
}

export function publicActionOf<T>(verb: PublicVerb<T>): (raw: unknown) => Promise<VerbResult<T>> {
  return async (raw) => {
    try {
      if (!isSameOrigin((await readRequest()).headers)) return { ok: false, code: 'not-allowed' };
      return await verb({ input: plainOf(raw) });
    } catch (error) {
      return failed(error);
    }
  };
}

/** The verb was not reached, so nothing was changed. */
function failed(error: unknown): { ok: false; code: ReturnType<typeof errorCodeOf> } {
  const code = errorCodeOf(error);
  if (code === 'unexpected') log.error({ err: error }, 'an action failed');
  return { ok: false, code };
}

/** `/buildings/[building]` stands for the pages of all buildings. */
function revalidatePages(path: string): void {
  if (path.includes('[')) revalidatePath(path, 'page');
  else revalidatePath(path);
}

function plainOf(raw: unknown): unknown {
  return raw instanceof FormData ? Object.fromEntries(raw) : raw;
}
