import { refuseViewPage, type ViewPage, viewPages } from '@/lib/abilities/destinations';
import { mayChangeSaved } from '@/lib/abilities/saved';
import { seesBuilding } from '@/lib/auth/grants';
import { gidsOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import type { ColumnPreference } from '@/lib/db/tables/views';
import type { Preferences } from '@/lib/i18n/preferences/schema';
import { nameFromAddress } from '@/lib/table/name-in-address';

export type SavedView = {
  id: string;
  revision: number;
  page: ViewPage;
  name: string;
  query: string;
  columns: ColumnPreference | null;
  density: Preferences['density'] | null;
  createdBy: string;
  /** This person may overwrite, rename and remove it. */
  mayChange: boolean;
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
  return rows.map((row) => toView(scope, row)).filter((view) => isSeenView(scope, view));
}

/** Null if it is not this account's. */
export async function findView(scope: Scope, id: string): Promise<SavedView | null> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return null;
  const row = await views(scope).where('id', '=', id).executeTakeFirst();
  const view = row ? toView(scope, row) : null;
  return view && isSeenView(scope, view) ? view : null;
}

/** A member sees a view if they may use its page, and see every building, door and room that it names. */
export function isSeenView(scope: Scope, { page, query }: Pick<SavedView, 'page' | 'query'>): boolean {
  if (scope.grants === null) return true;
  if (refuseViewPage(scope, page)) return false;
  const params = new URLSearchParams(query);
  const [doors, rooms] = [new Set(gidsOf(scope)), new Set(scope.channels.map(({ roomKey }) => roomKey))];
  const buildings = params.getAll('building').map(page === 'rooms' ? nameFromAddress : (name) => name);
  return (
    buildings.every((name) => seesBuilding(scope, name)) &&
    params.getAll('door').every((gid) => doors.has(gid)) &&
    params.getAll('room').every((key) => rooms.has(key))
  );
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
      'member_id as memberId',
      'updated_at as updatedAt',
    ])
    .where('workspace_id', '=', scope.workspaceId);
}

type Stored = Awaited<ReturnType<ReturnType<typeof views>['executeTakeFirstOrThrow']>>;

export function toView(scope: Scope, { density, updatedAt, memberId, ...row }: Stored): SavedView {
  return {
    ...row,
    mayChange: mayChangeSaved(scope, memberId),
    // Written by `createView` only, which takes no other page.
    page: row.page as ViewPage,
    density: density === 'compact' || density === 'comfortable' ? density : null,
    updatedAt: updatedAt.toISOString(),
  };
}
