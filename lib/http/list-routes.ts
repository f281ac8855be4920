import type { z } from 'zod';
import type { Scope } from '@/lib/auth/scope';
import type { ErrorCode } from '@/lib/errors';
import { type Ticked, tickedQuery } from '@/lib/table/query';
import { defineHandler } from './route';

/** GET for the next range of a table, POST for its ticked rows. Both take the page's filters and return `{ rows, total }`. */
export function defineListRoutes<T extends z.ZodRawShape, Row>({
  query,
  ability,
  list,
}: {
  query: z.ZodObject<T>;
  ability?: (scope: Scope) => ErrorCode | null;
  list: (scope: Scope, query: z.output<z.ZodObject<T>> & Ticked) => Promise<{ rows: Row[]; total: number }>;
}) {
  type Asked = z.output<z.ZodObject<T>> & Ticked;
  const run = async ({ scope, query: asked }: { scope: Scope; query: Asked }) => {
    const { rows, total } = await list(scope, asked);
    return { rows, total };
  };
  const rule = ability ? { ability } : {};
  // zod's type of an extended object cannot be resolved while `T` is open.
  const ticked = tickedQuery(query) as unknown as z.ZodType<Asked>;
  return {
    GET: defineHandler({ query, ...rule, run }),
    POST: defineHandler({ query: ticked, inBody: true, ...rule, run }),
  };
}
