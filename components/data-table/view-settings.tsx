'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button, IconButton } from '@/components/ui/button';
import { usePreferences } from '@/components/ui/preferences';
import { densities } from '@/lib/i18n/preferences/names';
import type { ViewChoices } from './use-data-table';

export function ViewSettings({ columns }: { columns: ViewChoices }) {
  const t = useTranslations('table');
  const { preferences, setDensity } = usePreferences();
  const { sorting } = columns;
  return (
    <div className="grid gap-4">
      <fieldset className="max-sm:hidden">
        <legend className="mb-1.5 font-medium text-muted text-xs">{t('density')}</legend>
        <div className="flex gap-3">
          {densities.map((density) => (
            <label key={density} className="flex min-h-6 items-center gap-1.5">
              <input
                type="radio"
                name="density"
                checked={preferences.density === density}
                onChange={() => setDensity(density)}
              />
              {t(`densities.${density}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <label className="grid gap-1.5 sm:hidden">
        <span className="font-medium text-muted text-xs">{t('sort')}</span>
        <select
          className="field"
          value={`${sorting.sort} ${sorting.dir}`}
          onChange={(event) => {
            const [id = '', dir] = event.target.value.split(' ');
            columns.sortBy(id, dir === 'desc' ? 'desc' : 'asc');
          }}
        >
          {columns.all
            .filter((column) => column.sortable)
            .flatMap((column) =>
              (['asc', 'desc'] as const).map((dir) => (
                <option key={`${column.id} ${dir}`} value={`${column.id} ${dir}`}>
                  {`${column.title} ${dir === 'asc' ? '↑' : '↓'}`}
                </option>
              )),
            )}
        </select>
      </label>
      <fieldset>
        <legend className="mb-1 font-medium text-muted text-xs">{t('columns')}</legend>
        <ul>
          {columns.all.map((column, index) => {
            const fixed = column.hideable === false || column.phone === 'title';
            return (
              <li key={column.id} className="flex items-center gap-1">
                <label className="flex min-h-7 min-w-0 flex-1 items-center gap-2">
                  <input
                    type="checkbox"
                    className="size-4"
                    disabled={fixed}
                    checked={fixed || !columns.isHidden(column.id)}
                    onChange={() => columns.toggle(column.id)}
                  />
                  <span className="truncate">{column.title}</span>
                </label>
                <IconButton
                  size="small"
                  icon={ArrowUp}
                  label={t('moveUp', { column: column.title })}
                  disabled={index === 0}
                  onClick={() => columns.move(column.id, -1)}
                />
                <IconButton
                  size="small"
                  icon={ArrowDown}
                  label={t('moveDown', { column: column.title })}
                  disabled={index === columns.all.length - 1}
                  onClick={() => columns.move(column.id, 1)}
                />
              </li>
            );
          })}
        </ul>
        {columns.customised ? (
          <Button size="small" tone="quiet" className="mt-2" onClick={columns.reset}>
            {t('resetColumns')}
          </Button>
        ) : null}
      </fieldset>
    </div>
  );
}
