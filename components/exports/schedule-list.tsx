'use client';

import { CalendarClock, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorNote } from '@/components/ui/error-note';
import { Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { VerbResult } from '@/lib/abilities/verb';
import type { ErrorCode } from '@/lib/errors';
import { deleteScheduleAction, pauseScheduleAction } from '@/lib/files/actions';
import type { ListedSchedule } from '@/lib/files/data';
import { answerOf } from '@/lib/http/call-action';
import { labelText } from '@/lib/text/visible-text';
import type { AskedSchedule, ViewChoice } from './schedule-fields';

const ScheduleDialog = dynamic(() => import('./schedule-dialog').then((module) => module.ScheduleDialog), {
  ssr: false,
});
const ConfirmDialog = dynamic(
  () => import('@/components/ui/confirm-dialog').then((module) => module.ConfirmDialog),
  { ssr: false },
);

export function ScheduleList({
  schedules,
  zone,
  views,
  asked,
}: {
  schedules: ListedSchedule[];
  zone: string;
  views: ViewChoice[];
  /** The address asks for a new schedule. */
  asked: AskedSchedule | null;
}) {
  const t = useTranslations('exports');
  const [editing, setEditing] = useState<ListedSchedule | 'new' | 'asked' | null>(asked ? 'asked' : null);
  const askedKey = asked ? `${asked.view} ${asked.query}` : '';
  const [seenKey, setSeenKey] = useState(askedKey);
  // The router may keep this page, and the events page may ask again.
  if (seenKey !== askedKey) {
    setSeenKey(askedKey);
    if (asked) setEditing('asked');
  }
  const [ending, setEnding] = useState<ListedSchedule | null>(null);
  const [error, setError] = useState<ErrorCode | null>(null);
  const [pending, startTransition] = useTransition();

  function run(action: () => Promise<VerbResult<unknown>>) {
    setError(null);
    startTransition(async () => {
      const result = await answerOf(action());
      if (!result.ok) setError(result.code);
      else setEnding(null);
    });
  }

  /** The form does not open again after a reload. */
  function close() {
    setEditing(null);
    const address = new URL(window.location.href);
    if (!address.searchParams.has('schedule')) return;
    address.searchParams.delete('schedule');
    address.searchParams.delete('filter');
    window.history.replaceState(null, '', address);
  }

  const add = (
    <Button icon={Plus} onClick={() => setEditing('new')}>
      {t('add')}
    </Button>
  );
  return (
    <Panel
      title={t('schedules')}
      description={t('schedulesHint')}
      actions={schedules.length > 0 ? add : null}
      flush
    >
      {error && !ending ? <ErrorNote code={error} /> : null}
      {schedules.length === 0 ? (
        <EmptyState
          icon={CalendarClock}
          title={t('noSchedule.title')}
          text={t('noSchedule.text')}
          action={add}
        />
      ) : (
        <ul className="divide-y divide-line">
          {schedules.map((schedule) => (
            <ScheduleEntry
              key={schedule.id}
              schedule={schedule}
              pending={pending}
              onPause={() => run(() => pauseScheduleAction({ id: schedule.id, paused: !schedule.paused }))}
              onEdit={() => setEditing(schedule)}
              onEnd={() => setEnding(schedule)}
            />
          ))}
        </ul>
      )}
      {editing ? (
        <ScheduleDialog
          schedule={typeof editing === 'string' ? null : editing}
          zone={zone}
          views={views}
          asked={editing === 'asked' ? asked : null}
          onClose={close}
        />
      ) : null}
      {ending ? (
        <ConfirmDialog
          open
          onClose={() => setEnding(null)}
          onConfirm={() => run(() => deleteScheduleAction({ id: ending.id }))}
          title={t('endTitle', { name: ending.name })}
          description={t('endText')}
          confirm={t('endConfirm')}
          pending={pending}
          error={error}
        />
      ) : null}
    </Panel>
  );
}

function ScheduleEntry({
  schedule,
  pending,
  onPause,
  onEdit,
  onEnd,
}: {
  schedule: ListedSchedule;
  pending: boolean;
  onPause: () => void;
  onEdit: () => void;
  onEnd: () => void;
}) {
  const t = useTranslations('exports');
  const common = useTranslations('common');
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="break-words font-medium">
          <SafeText>{schedule.name}</SafeText>
        </p>
        <p className="break-words text-muted text-sm">
          <Rhythm {...schedule} />
          <span> · {schedule.filtered ? t('filtered') : t('allEvents')}</span>
          <span>{schedule.covers === 'period' ? ` · ${t(`covers.${schedule.every}`)}` : null}</span>
          <span> · {t(`form.formats.${schedule.format}`)}</span>
        </p>
        <p className="text-muted text-sm">
          <span>
            {schedule.stopCode ? (
              <span className="text-warn">
                {schedule.stopCode === 'vendor-closed'
                  ? t('stoppedClosed')
                  : t('stopped', { actor: labelText(schedule.actor) })}
              </span>
            ) : schedule.paused ? (
              t('paused')
            ) : schedule.waits === 'now' ? (
              <span key="waits" className="text-warn">
                {t.rich('waitsNow', { time: () => <RelativeTime key="at" at={schedule.nextDue} /> })}
              </span>
            ) : (
              <span key="next">
                {t.rich(schedule.waits ? 'nextWaits' : 'next', {
                  time: () => <RelativeTime key="at" at={schedule.nextDue} />,
                })}
              </span>
            )}
          </span>
          <span>
            {schedule.lastState ? ` · ${t('last', { state: t(`states.${schedule.lastState}`) })}` : null}
          </span>
        </p>
      </div>
      {schedule.mayChange ? (
        <div className="flex flex-wrap gap-2">
          {/* Stopped, it runs again only for a person who saves it. */}
          {schedule.stopCode ? null : (
            <Button size="small" pending={pending} onClick={onPause}>
              {schedule.paused ? t('resume') : t('pause')}
            </Button>
          )}
          <Button size="small" onClick={onEdit} aria-label={t('edit', { name: schedule.name })}>
            {common('edit')}
          </Button>
          <Button size="small" tone="quiet" onClick={onEnd}>
            {t('end')}
          </Button>
        </div>
      ) : null}
    </li>
  );
}

function Rhythm({ every, weekday, monthDay, hour, zone }: ListedSchedule) {
  const t = useTranslations('exports');
  const clock = { hour: String(hour).padStart(2, '0'), zone };
  if (every === 'day') return <span>{t('rhythm.day', clock)}</span>;
  if (every === 'month') return <span>{t('rhythm.month', { ...clock, day: String(monthDay) })}</span>;
  return <span>{t('rhythm.week', { ...clock, weekday: t(`weekdays.${String(weekday) as '1'}`) })}</span>;
}
