'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { TextArea } from '@/components/ui/text-field';
import { saveBuildingDetailsAction } from '@/lib/buildings/actions';
import type { Building } from '@/lib/buildings/data';
import { EditDialog } from './edit-dialog';
import { useSave } from './use-save';

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
  const { save, pending, failure, forget } = useSave(saveBuildingDetailsAction);

  function close() {
    setAddress(building.address);
    setNotes(building.notes);
    forget();
    onClose();
  }

  return (
    <EditDialog
      open={open}
      onClose={close}
      title={t('details.editTitle', { name: building.name || t('unnamed') })}
      description={t('details.text')}
      pending={pending}
      failure={failure}
      onSave={() =>
        save(
          { building: building.name, address, notes, was },
          {
            words: t('details.saved'),
            onSaved: () => {
              setWas({ address, notes });
              onClose();
            },
          },
        )
      }
    >
      <TextArea
        label={t('details.address')}
        description={t('details.addressHint')}
        optional
        rows={3}
        value={address}
        onChange={(event) => setAddress(event.target.value)}
        error={failure?.fields.address}
      />
      <TextArea
        label={t('details.notes')}
        description={t('details.notesHint')}
        optional
        rows={5}
        value={notes}
        onChange={(event) => setNotes(event.target.value)}
        error={failure?.fields.notes}
      />
    </EditDialog>
  );
}
