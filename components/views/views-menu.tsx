'use client';

import { CalendarClock, Pencil, Plus, Save, Trash2 } from 'lucide-react';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { useErrorWords } from '@/components/ui/error-note';
import { type MenuEntry, MenuList } from '@/components/ui/menu';
import { toast } from '@/components/ui/toast';
import type { ViewPage } from '@/lib/abilities/destinations';
import type { ErrorCode } from '@/lib/errors';
import { answerOf } from '@/lib/http/call-action';
import { labelText } from '@/lib/text/visible-text';
import { overwriteViewAction, removeViewAction, restoreViewAction } from '@/lib/views/actions';
import type { SavedView } from '@/lib/views/data';
import { openingAddress } from '@/lib/views/view-address';
import type { SeenView } from './use-seen-view';
import { useViews } from './use-views';

export function ViewsMenu({
  page,
  current,
  seen,
  close,
  onName,
  onFailed,
}: {
  page: ViewPage;
  current: SavedView | null;
  /** What is saved now. */
  seen: SeenView;
  close: () => void;
  onName: (what: 'new' | 'rename') => void;
  onFailed: (code: ErrorCode | null) => void;
}) {
  const t = useTranslations('views');
  const common = useTranslations('common');
  const router = useRouter();
  const query = useSearchParams().toString();
  const pathname = usePathname();
  const views = useViews(page);
  const words = useErrorWords(typeof views === 'string' ? views : 'unexpected');

  async function overwrite(view: SavedView) {
    const result = await answerOf(overwriteViewAction({ id: view.id, revision: view.revision, ...seen }));
    onFailed(result.ok ? null : result.code);
    if (result.ok) toast(t('overwritten', { name: view.name }));
  }

  async function remove(view: SavedView) {
    const result = await answerOf(removeViewAction({ id: view.id }));
    onFailed(result.ok ? null : result.code);
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
    onFailed(result.ok ? null : result.code);
    if (!result.ok) return;
    toast(t('restored', { name }));
    router.push(openingAddress(result.data), { scroll: false });
  }

  /** The rows stay. Only the view's name leaves the address. */
  function leave() {
    const params = new URLSearchParams(query);
    params.delete('view');
    router.replace(params.size > 0 ? `${pathname}?${params}` : pathname, { scroll: false });
  }

  const entries: MenuEntry[] = [];
  if (views === null) entries.push({ kind: 'heading', label: common('loading') });
  else if (typeof views === 'string') entries.push({ kind: 'heading', label: words.title });
  else if (views.length === 0) entries.push({ kind: 'heading', label: t('none') });
  else
    for (const view of views)
      entries.push({
        kind: 'choice',
        label: labelText(view.name),
        checked: view.id === current?.id,
        onSelect: () => router.push(view.href, { scroll: false }),
      });
  entries.push({ kind: 'line' }, { label: t('save'), icon: Plus, onSelect: () => onName('new') });
  if (current?.mayChange) {
    const { name } = current;
    entries.push(
      { label: t('overwrite', { name }), icon: Save, onSelect: () => void overwrite(current) },
      { label: t('rename', { name }), icon: Pencil, onSelect: () => onName('rename') },
      { label: t('remove', { name }), icon: Trash2, danger: true, onSelect: () => void remove(current) },
    );
  }
  // Schedules make files of events only.
  if (page === 'events') {
    entries.push({ kind: 'line' });
    entries.push({
      kind: 'link',
      label: t('schedule'),
      icon: CalendarClock,
      href: `/exports?${new URLSearchParams({ schedule: 'filter', filter: query })}`,
    });
    if (current)
      entries.push({
        kind: 'link',
        label: t('scheduleView', { name: current.name }),
        icon: CalendarClock,
        href: `/exports?${new URLSearchParams({ schedule: current.id })}`,
      });
  }
  return <FocusedMenu ready={views !== null} label={t('label')} entries={entries} close={close} />;
}

/**
 * The first entry gets the focus when the views have arrived, unless the person has moved on. Until then the layer has
 * it, or the first of the entries below the views.
 */
function FocusedMenu({
  ready,
  ...menu
}: {
  ready: boolean;
  label: string;
  entries: MenuEntry[];
  close: () => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const movedOn = useRef(false);
  useEffect(() => {
    const inside = box.current;
    const onKey = () => {
      movedOn.current = true;
    };
    inside?.addEventListener('keydown', onKey);
    return () => inside?.removeEventListener('keydown', onKey);
  }, []);
  useEffect(() => {
    const isOpen = box.current?.closest('[popover]')?.contains(document.activeElement);
    if (ready && isOpen && !movedOn.current)
      box.current?.querySelector<HTMLElement>('[role^=menuitem]')?.focus();
  }, [ready]);
  return (
    <div ref={box}>
      <MenuList {...menu} />
    </div>
  );
}
