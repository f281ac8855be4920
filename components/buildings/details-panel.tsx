'use client';

import dynamic from 'next/dynamic';
import { useNow, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { OnceOpened } from '@/components/ui/once-opened';
import { DefinitionList, Panel } from '@/components/ui/panel';
import type { Building } from '@/lib/buildings/data';
import { zoneWords } from '@/lib/devices/time-zone';
import { LocalTime } from './local-time';
import { SafeLines } from './safe-lines';

const DetailsDialog = dynamic(() => import('./details-dialog').then((module) => module.DetailsDialog), {
  ssr: false,
});
const ZoneDialog = dynamic(() => import('./zone-dialog').then((module) => module.ZoneDialog), { ssr: false });

type Props = {
  building: Pick<Building, 'name' | 'address' | 'notes' | 'zone' | 'vendorZone'>;
  may: { keepDetails: boolean; chooseZone: boolean };
};

export function DetailsPanel({ building, may }: Props) {
  const t = useTranslations('buildings');
  const now = useNow();
  const [editing, setEditing] = useState<'details' | 'zone' | null>(null);
  const none = <span className="text-muted">{t('details.none')}</span>;
  const text = (value: string) => (value ? <SafeLines text={value} /> : none);
  return (
    <Panel
      title={t('details.title')}
      actions={
        may.keepDetails ? (
          <span data-chrome>
            <Button size="small" onClick={() => setEditing('details')}>
              {t('details.edit')}
            </Button>
          </span>
        ) : null
      }
    >
      <DefinitionList
        entries={[
          { term: t('details.address'), value: text(building.address) },
          { term: t('details.notes'), value: text(building.notes) },
          {
            term: t('zone.title'),
            value: (
              <>
                <span>{zoneWords(building.zone.name, now)} </span>
                <span className="text-muted">· {t(`zones.${building.zone.source}`)}</span>
                <span className="block text-muted text-sm">
                  <LocalTime zone={building.zone.name} />
                </span>
                {may.chooseZone ? (
                  <span data-chrome className="mt-2 block">
                    <Button size="small" onClick={() => setEditing('zone')}>
                      {t('zone.change')}
                    </Button>
                  </span>
                ) : null}
              </>
            ),
          },
        ]}
      />
      <p className="mt-3 text-muted text-sm">{t('details.text')}</p>
      <OnceOpened open={editing === 'details'}>
        <DetailsDialog
          key={`${building.address}\n${building.notes}`}
          open={editing === 'details'}
          building={building}
          onClose={() => setEditing(null)}
        />
      </OnceOpened>
      <OnceOpened open={editing === 'zone'}>
        <ZoneDialog open={editing === 'zone'} building={building} onClose={() => setEditing(null)} />
      </OnceOpened>
    </Panel>
  );
}
