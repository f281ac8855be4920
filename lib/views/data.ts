import { type ViewPage, viewPages } from '@/lib/abilities/destinations';
import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import type { ColumnPreference } from '@/lib/db/tables/views';
import type { Preferences } from '@/lib/i18n/preferences/schema';

export type SavedView = {
  id: string;
  revision: number;
  page: ViewPage;
  name: string;
  query: string;
  columns: ColumnPreference | null;
  density: Preferences['density'] | null;
  createdBy: string;
  updatedAt: string;
};

/** With the address that opens it. */
export type ListedView = SavedView & { href: string };

/** Of one page, or of all pages that have views. */
export async function listViews(scope: Scope, page?: ViewPage): Promise<SavedView[]> {
  const pages = page ? [page] : viewPages;
  const rows = await views(scope)
    .where('page', 'in', pages)
    .orderBy('order_name')
    .orderBy('folded')
    .execute();
  return rows.map(toView);
}

/** Null if it is not this account's. */
export async function findView(scope: Scope, id: string): Promise<SavedView | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return null;
  const row = await views(scope).where('id', '=', id).executeTakeFirst();
  return row ? toView(row) : null;
}

export function views(scope: Scope, db: Db = getDb()) {
  return db
    .selectFrom('saved_view')
    .select([
      'id',
      'revision',
      'page',
      'name',
      'query',
      'columns',
      'density',
      'created_by as createdBy',
      'updated_at as updatedAt',
    ])
    .where('workspace_id', '=', scope.workspaceId);
}

type Stored = Awaited<ReturnType<ReturnType<typeof views>['executeTakeFirstOrThrow']>>;

export function toView({ density, updatedAt, ...row }: Stored): SavedView {
  return {
    ...row,
    // Written by `createView` only, which takes no other page.
    page: row.page as ViewPage,
    density: density === 'compact' || density === 'comfortable' ? density : null,
    updatedAt: updatedAt.toISOString(),
  };
}
