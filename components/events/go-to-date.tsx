'use client';

import { CalendarSearch } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useTableAddress } from '@/components/data-table/use-table-address';
import { IconButton } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';

const MomentForm = dynamic(() => import('./moment-form').then((module) => module.MomentForm), { ssr: false });

/** Moves the list to a moment in the shown time zone. Does not filter. The table itself says where it begins. */
export function GoToDate() {
  const t = useTranslations('events.jump');
  const address = useTableAddress();
  const at = address.params.get('at');
  return (
    <Popover
      role="dialog"
      label={t('label')}
      placement="below-end"
      className="w-64 p-1"
      trigger={(props) => (
        <IconButton {...props} aria-haspopup="dialog" tone="plain" icon={CalendarSearch} label={t('label')} />
      )}
    >
      {(close) => (
        <MomentForm
          at={at ?? ''}
          onGo={(moment) => {
            address.change({ at: moment });
            close();
          }}
        />
      )}
    </Popover>
  );
}
