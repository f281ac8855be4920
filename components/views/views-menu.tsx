'use client';

import { Bookmark, Pencil, Plus, Save, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { buttonClasses } from '@/components/ui/button';
import { useErrorWords } from '@/components/ui/error-note';
import { Menu, type MenuEntry } from '@/components/ui/menu';
import { usePreferences } from '@/components/ui/preferences';
import { toast } from '@/components/ui/toast';
import type { ViewPage } from '@/lib/abilities/destinations';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';
import { labelText } from '@/lib/text/visible-text';
import { overwriteViewAction, removeViewAction, restoreViewAction } from '@/lib/views/actions';
import type { SavedView } from '@/lib/views/data';
import { useViewLook } from './use-view-look';

const ViewDialog = dynamic(() => import('./view-dialog').then((module) => module.ViewDialog), { ssr: false });

export function ViewsMenu({
  page,
  views,
  current,
}: {
  /** Its table has the same name. */
  page: ViewPage;
  views: SavedView[];
  current: SavedView | null;
}) {
  const t = useTranslations('views');
  const router = useRouter();
  const query = useSearchParams().toString();
  const { preferences } = usePreferences();
  const [naming, setNaming] = useState<'new' | 'rename' | null>(null);
  const [failed, setFailed] = useState<ErrorCode | null>(null);
  const words = useErrorWords(failed ?? 'unexpected');
  useViewLook(current);
  const seen = {
    query,
    columns: preferences.tables[page] ?? null,
    density: preferences.density,
  };
  const open = (id: string) => router.push(`/${page}?open=${id}`, { scroll: false });

  async function overwrite(view: SavedView) {
    const result = await answerOf(overwriteViewAction({ id: view.id, revision: view.revision, ...seen }));
    setFailed(result.ok ? null : result.code);
    if (result.ok) toast(t('overwritten', { name: view.name }));
  }

  async function remove(view: SavedView) {
    const result = await answerOf(removeViewAction({ id: view.id }));
    setFailed(result.ok ? null : result.code);
    if (!result.ok) return;
    leave();
    const { name } = view;
    toast(t('removed', { name }), {
      action: { label: t('undo'), run: () => void restore(result.data, name) },
    });
  }

  async function restore(view: SavedView, name: string) {
    const { id, name: as, query: saved, columns, density } = view;
    const result = await answerOf(restoreViewAction({ id, page, name: as, query: saved, columns, density }));
    setFailed(result.ok ? null : result.code);
    if (!result.ok) return;
    toast(t('restored', { name }));
    open(id);
  }

  /** The rows stay. Only the view's name leaves the address. */
  function leave() {
    const params = new URLSearchParams(query);
    params.delete('view');
    router.replace(params.size > 0 ? `/${page}?${params}` : `/${page}`, { scroll: false });
  }

  const entries: MenuEntry[] = views.map((view) => ({
    kind: 'choice',
    label: labelText(view.name),
    checked: view.id === current?.id,
    onSelect: () => open(view.id),
  }));
  if (views.length === 0) entries.push({ kind: 'heading', label: t('none') });
  entries.push({ kind: 'line' }, { label: t('save'), icon: Plus, onSelect: () => setNaming('new') });
  if (current) {
    const { name } = current;
    entries.push(
      { label: t('overwrite', { name }), icon: Save, onSelect: () => void overwrite(current) },
      { label: t('rename', { name }), icon: Pencil, onSelect: () => setNaming('rename') },
      { label: t('remove', { name }), icon: Trash2, danger: true, onSelect: () => void remove(current) },
    );
  }
  return (
    <>
      {failed ? (
        <p role="alert" className="text-bad text-sm">
          {words.title}
        </p>
      ) : null}
      <Menu
        label={t('label')}
        entries={entries}
        trigger={(props) => (
          <button {...props} type="button" className={buttonClasses({ tone: 'plain' })}>
            <Bookmark aria-hidden className="size-4" />
            <bdi className="max-w-40 truncate">{current ? labelText(current.name) : t('menu')}</bdi>
          </button>
        )}
      />
      {naming ? (
        <ViewDialog
          page={page}
          view={naming === 'rename' ? current : null}
          seen={seen}
          onClose={() => setNaming(null)}
          onSaved={(view) => {
            setNaming(null);
            open(view.id);
          }}
        />
      ) : null}
    </>
  );
}
