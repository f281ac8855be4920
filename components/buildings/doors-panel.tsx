'use client';

import { Cctv, DoorOpen, Pencil, Router } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { HeardHidden } from '@/components/events/heard-hidden';
import { IconButton } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { DoorRow } from '@/lib/buildings/data';
import { SafeLines } from './safe-lines';

const DoorDialog = dynamic(() => import('./door-dialog').then((module) => module.DoorDialog), { ssr: false });

const icons = { doorbell: DoorOpen, camera: Cctv, other: Router };

/** Shows each door's last event, never "online": the cloud does not tell. */
export function DoorsPanel({
  doors,
  editable,
  note,
}: {
  doors: DoorRow[];
  /** By gid. */
  editable: readonly string[];
  note: ReactNode;
}) {
  const t = useTranslations('buildings');
  const [editing, setEditing] = useState<DoorRow | null>(null);
  return (
    <Panel title={t('doors.title')} description={t('heardHint')} flush>
      <ul className="divide-y divide-line">
        {doors.map((door) => (
          <DoorLine
            key={door.gid}
            door={door}
            onEdit={editable.includes(door.gid) ? () => setEditing(door) : null}
          />
        ))}
      </ul>
      {note ? <p className="border-line border-t px-4 py-3 text-muted text-sm">{note}</p> : null}
      {editing ? <DoorDialog key={editing.gid} door={editing} onClose={() => setEditing(null)} /> : null}
    </Panel>
  );
}

function DoorLine({ door, onEdit }: { door: DoorRow; onEdit: (() => void) | null }) {
  const t = useTranslations('buildings');
  const common = useTranslations('common');
  const never = door.onlyToday ? common('noneToday') : t('heardNever');
  const Icon = icons[door.kind];
  const name = door.label;
  const facts = [t(`doors.kinds.${door.kind}`), door.model, name === door.gid ? '' : door.gid].filter(
    Boolean,
  );
  const locks = door.locks.map((lock) => lock.alias || lock.id).join(common('listComma'));
  return (
    <li
      id={`door-${door.gid}`}
      className="scroll-mt-24 target:bg-hover grid grid-cols-[1.25rem_minmax(0,1fr)_auto] items-start gap-x-3 gap-y-1 px-4 py-3 lg:grid-cols-[1.25rem_minmax(0,1.2fr)_minmax(0,1fr)_11rem_auto]"
    >
      <Icon aria-hidden className="mt-0.5 size-4 text-muted" strokeWidth={1.75} />
      <div className="min-w-0">
        <p className="break-words font-medium">
          <SafeText>{name}</SafeText>
        </p>
        <p className="break-words text-muted text-sm">
          <SafeText>{facts.join(' · ')}</SafeText>
        </p>
        {door.place ? (
          <p className="text-sm">
            <SafeText>{door.place}</SafeText>
          </p>
        ) : null}
        {door.note ? (
          <p className="text-muted text-sm">
            <SafeLines text={door.note} />
          </p>
        ) : null}
      </div>
      <div className="min-w-0 max-lg:col-start-2 max-lg:row-start-2">
        {locks === name ? null : (
          <p className="break-words">
            {locks ? <SafeText>{locks}</SafeText> : <span className="text-muted">{t('doors.noLocks')}</span>}
          </p>
        )}
        <p className="text-muted text-sm">{t('doors.roomsAt', { count: door.rooms })}</p>
      </div>
      <div className="max-lg:col-start-2">
        <p className="text-muted text-sm">{t('doors.heard')}</p>
        <p>
          {door.heardAt ? (
            <Link
              plain
              prefetch={false}
              href={`/events?door=${encodeURIComponent(door.gid)}`}
              className="font-normal"
            >
              <RelativeTime at={door.heardAt} zone={door.zone.name} />
            </Link>
          ) : door.hidden && !door.withheld ? (
            <HeardHidden {...door.hidden} never={never} />
          ) : (
            <span className="text-muted">{door.withheld ? common('notShown') : never}</span>
          )}
        </p>
      </div>
      <span data-chrome className="max-lg:col-start-3 max-lg:row-start-1">
        {onEdit ? (
          <IconButton size="small" icon={Pencil} label={t('doors.editNamed', { name })} onClick={onEdit} />
        ) : null}
      </span>
    </li>
  );
}
