import type { Scope } from '@/lib/auth/scope';
import type { ErrorCode } from '@/lib/errors';
import { findView } from './data';

/** Any account may save views. Another account's view is "not found", whether it exists or not. */
export async function refuseView(scope: Scope, { id }: { id: string }): Promise<ErrorCode | null> {
  return (await findView(scope, id)) ? null : 'not-found';
}
