'use client';

import { useNow, useTranslations } from 'next-intl';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { FormDialog } from '@/components/forms/form-dialog';
import { useForm } from '@/components/forms/use-form';
import { useFieldError } from '@/components/ui/field';
import { TextField } from '@/components/ui/text-field';
import { toast } from '@/components/ui/toast';
import { useTopOnChange } from '@/components/ui/use-top-on-change';
import { chooseZoneAction } from '@/lib/buildings/actions';
import type { Building } from '@/lib/buildings/data';
import { zoneWords } from '@/lib/devices/time-zone';
import { LocalTime } from './local-time';
import { ZoneOption } from './zone-option';

const shownAtOnce = 50;

type Props = {
  open: boolean;
  building: Pick<Building, 'name' | 'zone' | 'vendorZone'>;
  onClose: () => void;
};

/** Finds an IANA zone by typing, and shows its time before it is saved. */
export function ZoneDialog({ open, building, onClose }: Props) {
  const t = useTranslations('buildings');
  const now = useNow();
  const { zone, vendorZone } = building;
  const before = zone.source === 'chosen' ? zone.name : '';
  const [chosen, setChosen] = useState(before);
  const [text, setText] = useState('');
  const sought = useDeferredValue(text);
  const found = useMemo(() => (open ? findZones(sought) : []), [open, sought]);
  const list = useRef<HTMLDivElement>(null);
  useTopOnChange(list, sought);
  const entry = useForm(chooseZoneAction, () => {
    toast(t('zone.saved'));
    setText('');
    onClose();
  });
  const sentence = useFieldError(entry.fields.zone);
  // The chosen zone stays visible.
  const shown = [...new Set([...(chosen ? [chosen] : []), ...found.slice(0, shownAtOnce)])];

  function close() {
    setChosen(before);
    setText('');
    entry.clear();
    onClose();
  }

  return (
    <FormDialog
      entry={entry}
      open={open}
      onClose={close}
      title={t('zone.changeTitle', { name: building.name || t('unnamed') })}
      description={t('zone.text')}
      confirm={t('zone.save', { zone: zoneWords(chosen || vendorZone.name, now) })}
      onSubmit={() => entry.submit({ building: building.name, zone: chosen })}
    >
      <TextField
        label={t('zone.search')}
        description={t('zone.searchHint')}
        optional
        type="search"
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          // Enter ends the search. It does not submit the form.
          if (event.key === 'Enter') event.preventDefault();
        }}
      />
      <fieldset className="min-w-0">
        <legend className="sr-only">{t('zone.list')}</legend>
        <div
          ref={list}
          data-scroll
          className="max-h-60 overflow-auto rounded-md border border-line-strong p-1"
        >
          <ZoneOption
            name=""
            label={t('zone.useDoors', { zone: zoneWords(vendorZone.name, now) })}
            hint={t(vendorZone.source === 'assumed' ? 'zone.assumedHint' : 'zone.doorsHint')}
            checked={chosen === ''}
            onChoose={setChosen}
          />
          {shown.map((name) => (
            <ZoneOption
              key={name}
              name={name}
              label={name.replaceAll('_', ' ')}
              checked={chosen === name}
              onChoose={setChosen}
            />
          ))}
          {found.length === 0 ? (
            <p className="px-2 py-1.5 text-muted">{t('zone.nothing', { text: sought })}</p>
          ) : null}
          {found.length > shownAtOnce ? (
            <p className="px-2 py-1.5 text-muted text-sm">
              {t('zone.more', { count: found.length - shownAtOnce })}
            </p>
          ) : null}
        </div>
        {sentence ? <p className="mt-1.5 text-bad text-sm">{sentence}</p> : null}
      </fieldset>
      <p className="text-muted" role="status">
        <LocalTime zone={chosen || vendorZone.name} />
      </p>
    </FormDialog>
  );
}

/** Every word typed must stand in the zone's name; "new york" finds New_York. */
function findZones(text: string): string[] {
  const words = text
    .toLowerCase()
    .split(/[\s_/,]+/)
    .filter(Boolean);
  return Intl.supportedValuesOf('timeZone').filter((name) => {
    const plain = name.toLowerCase().replaceAll('_', ' ');
    return words.every((word) => plain.includes(word));
  });
}
