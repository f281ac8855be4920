import { getLookupDb } from '@/lib/db/client';
import type { CallOptions, DoordeerClient } from '@/lib/doordeer/client/client';
import { VendorError } from '@/lib/doordeer/errors';
import { processSlot } from '@/lib/process-slot';

/** Address of the database that allows calls. Until then each call asks, because another process may allow them. */
const shared = processSlot<string>('cloud.allowed-database');

/**
 * The same client, but it sends nothing on a restored copy until an operator allows calls. Otherwise the copy would
 * repeat the jobs and schedules of the original, which may still run.
 */
export function guardRestoredCopy(client: DoordeerClient): DoordeerClient {
  const guarded = <T extends CallOptions>(call: string, options: T): T => ({
    ...options,
    async admit() {
      await admitCall(call);
      await options.admit?.();
    },
  });
  const own: Pick<DoordeerClient, 'call' | 'picture'> = {
    call: (name, input, options = {}) => client.call(name, input, guarded(name, options)),
    picture: (address, options) => client.picture(address, guarded('picture', options)),
  };
  return Object.assign(Object.create(client) as DoordeerClient, own);
}

async function admitCall(call: string): Promise<void> {
  const database = process.env.DATABASE_URL ?? '';
  if (shared.value === database) return;
  const waiting = await getLookupDb()
    .selectFrom('restored_copy')
    .select('id')
    .where('allowed_at', 'is', null)
    .executeTakeFirst();
  if (!waiting) {
    shared.value = database;
    return;
  }
  throw new VendorError({
    kind: 'transport',
    call,
    reason: 'restored',
    retryable: false,
    outcome: 'rejected',
  });
}
