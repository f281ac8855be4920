import { getTranslations } from 'next-intl/server';
import { FileTable } from '@/components/exports/file-table';
import type { AskedSchedule } from '@/components/exports/schedule-fields';
import { ScheduleList } from '@/components/exports/schedule-list';
import { defineListPage } from '@/components/list-page/define-list-page';
import { filterAddress } from '@/lib/archive/search/filter-address';
import { listFiles, listSchedules } from '@/lib/files/data';
import { recordDays } from '@/lib/files/record/prune-records';
import { filesQuery } from '@/lib/files/schema';
import { readPreferences } from '@/lib/i18n/preferences/data';
import { packRows } from '@/lib/table/packed-rows';
import type { SearchRecord } from '@/lib/table/search-params';
import { listViews, type SavedView } from '@/lib/views/data';

const { generateMetadata, page } = defineListPage({
  words: 'exports',
  query: filesQuery,
  show: async ({ scope, query, params, table }) => {
    const [t, files, schedules, views, { ownZone }] = await Promise.all([
      getTranslations('exports'),
      listFiles(scope, query),
      listSchedules(scope),
      listViews(scope, 'events'),
      readPreferences(),
    ]);
    return {
      children: (
        <div className="grid gap-5">
          <ScheduleList
            schedules={schedules}
            zone={ownZone}
            views={views.map(({ id, name }) => ({ id, name }))}
            asked={askedSchedule(params, views)}
          />
          <section aria-labelledby="files" className="min-w-0">
            <h2 id="files">{t('files')}</h2>
            <p className="mb-3 text-muted text-sm">{t('filesHint', { days: recordDays })}</p>
            <FileTable
              list={{ ...table, total: files.total, rows: packRows(files.rows) }}
              counts={files.counts}
            />
          </section>
        </div>
      ),
    };
  },
});

/** The events page asks for a schedule of one of its views (`?schedule=ID`), or of its filter. */
function askedSchedule({ schedule, filter }: SearchRecord, views: SavedView[]): AskedSchedule | null {
  if (schedule === 'filter' && typeof filter === 'string')
    return { view: null, query: filterAddress(new URLSearchParams(filter)) };
  const view = views.find(({ id }) => id === schedule);
  return view ? { view: view.id, query: '' } : null;
}

export { generateMetadata };
export default page;
