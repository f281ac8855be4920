'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { FormDialog } from '@/components/forms/form-dialog';
import { useForm } from '@/components/forms/use-form';
import { TextArea } from '@/components/ui/text-field';
import { toast } from '@/components/ui/toast';
import { saveBuildingDetailsAction } from '@/lib/buildings/actions';
import type { Building } from '@/lib/buildings/data';

type Props = {
  open: boolean;
  building: Pick<Building, 'name' | 'address' | 'notes'>;
  onClose: () => void;
};

export function DetailsDialog({ open, building, onClose }: Props) {
  const t = useTranslations('buildings');
  const [address, setAddress] = useState(building.address);
  const [notes, setNotes] = useState(building.notes);
  // The values when the form was opened, even if the page refreshes.
  const [was, setWas] = useState({ address: building.address, notes: building.notes });
  const entry = useForm(saveBuildingDetailsAction, () => {
    toast(t('details.saved'));
    setWas({ address, notes });
    onClose();
  });

  function close() {
    setAddress(building.address);
    setNotes(building.notes);
    entry.clear();
    onClose();
  }

  return (
    <FormDialog
      entry={entry}
      open={open}
      onClose={close}
      title={t('details.editTitle', { name: building.name || t('unnamed') })}
      description={t('details.text')}
      onSubmit={() => entry.submit({ building: building.name, address, notes, was })}
    >
      <TextArea
        label={t('details.address')}
        description={t('details.addressHint')}
        optional
        rows={3}
        value={address}
        onChange={(event) => setAddress(event.target.value)}
        error={entry.fields.address}
      />
      <TextArea
        label={t('details.notes')}
        description={t('details.notesHint')}
        optional
        rows={5}
        value={notes}
        onChange={(event) => setNotes(event.target.value)}
        error={entry.fields.notes}
      />
    </FormDialog>
  );
}
