import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import { nextRevision } from '@/lib/db/revision-fields';
import { lockByName } from '@/lib/db/transaction-lock';
import { DeskError } from '@/lib/errors';
import { foldText } from '@/lib/text/fold-text';
import { viewKeys } from '@/lib/text/stored-keys';
import { isSeenView, type SavedView, toView, views } from './data';
import { type CreateView, mostViews, type OverwriteView, type RenameView, type RestoreView } from './schema';

export async function createView(scope: Scope, input: CreateView): Promise<SavedView> {
  return insert(scope, input);
}

/** Keeps the id, which exports may refer to. */
export async function restoreView(scope: Scope, input: RestoreView): Promise<SavedView> {
  return insert(scope, input, input.id);
}

export async function renameView(scope: Scope, { id, revision, name }: RenameView): Promise<SavedView> {
  return changing(scope, async (trx) => {
    const { page } = await requireView(scope, trx, id);
    await refuseTaken(scope, trx, { page, name, except: id });
    return update(scope, trx, { id, revision }, { name, ...viewKeys({ name }) });
  });
}

export async function overwriteView(
  scope: Scope,
  { id, revision, query, columns, density }: OverwriteView,
): Promise<SavedView> {
  return changing(scope, async (trx) => {
    await requireView(scope, trx, id);
    return update(scope, trx, { id, revision }, { query, columns: json(columns), density });
  });
}

export async function removeView(scope: Scope, id: string): Promise<SavedView> {
  return changing(scope, async (trx) => {
    const view = await requireView(scope, trx, id);
    await trx
      .deleteFrom('saved_view')
      .where('workspace_id', '=', scope.workspaceId)
      .where('id', '=', id)
      .execute();
    return view;
  });
}

function insert(scope: Scope, input: CreateView, id?: string): Promise<SavedView> {
  return changing(scope, async (trx) => {
    const { count } = await trx
      .selectFrom('saved_view')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('workspace_id', '=', scope.workspaceId)
      .executeTakeFirstOrThrow();
    if (count >= mostViews) throw new DeskError('too-large', { name: 'views.errors.tooMany' });
    await refuseTaken(scope, trx, input);
    const made = await trx
      .insertInto('saved_view')
      .values({
        workspace_id: scope.workspaceId,
        ...(id ? { id } : {}),
        page: input.page,
        name: input.name,
        ...viewKeys(input),
        query: input.query,
        columns: json(input.columns),
        density: input.density,
        created_by: scope.actor,
        member_id: scope.member?.id ?? null,
      })
      .onConflict((on) => on.doNothing())
      .returning('id')
      .executeTakeFirst();
    // Its id exists again: the same undo was sent twice.
    if (!made) throw new DeskError('conflict');
    return requireView(scope, trx, made.id);
  });
}

/** One change per account at a time, so that two equal names, or one view too many, cannot be saved in parallel. */
function changing<T>(scope: Scope, run: (trx: Db) => Promise<T>): Promise<T> {
  return getDb()
    .transaction()
    .execute(async (trx) => {
      await lockByName(trx, `views ${scope.workspaceId}`);
      return run(trx);
    });
}

async function update(
  scope: Scope,
  trx: Db,
  { id, revision }: { id: string; revision: number },
  change:
    | { name: string; folded: string; order_name: string }
    | { query: string; columns: string | null; density: string | null },
): Promise<SavedView> {
  const { numUpdatedRows } = await trx
    .updateTable('saved_view')
    .set({ ...change, ...nextRevision })
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new DeskError('conflict');
  return requireView(scope, trx, id);
}

async function requireView(scope: Scope, trx: Db, id: string): Promise<SavedView> {
  const row = await views(scope, trx).where('id', '=', id).executeTakeFirst();
  if (!row) throw new DeskError('not-found');
  return toView(scope, row);
}

async function refuseTaken(
  scope: Scope,
  trx: Db,
  { page, name, except }: { page: string; name: string; except?: string },
): Promise<void> {
  const same = await views(scope, trx)
    .where('page', '=', page)
    .where('folded', '=', foldText(name))
    .execute();
  // A view that this person does not see does not reserve its name.
  const taken = same
    .map((row) => toView(scope, row))
    .some((view) => view.id !== except && isSeenView(scope, view));
  if (taken) throw new DeskError('invalid-input', { name: 'views.errors.taken' });
}

function json(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
