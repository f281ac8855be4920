'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { RadioGroup } from '@/components/ui/radio-group';
import { TextArea, TextField } from '@/components/ui/text-field';

// Keyboards must not correct these texts of the phone's app.
const plain = {
  autoComplete: 'off',
  autoCapitalize: 'none',
  autoCorrect: 'off',
  spellCheck: false,
} as const;

/** The cloud's fields for a phone. `wrong`: errors by field. */
export function PhoneFields({ wrong }: { wrong: Partial<Record<string, string>> }) {
  const t = useTranslations('settings.phones');
  const [system, setSystem] = useState<'ios' | 'android'>('android');
  return (
    <>
      <TextField
        label={t('name')}
        description={t('nameHint')}
        name="name"
        maxLength={80}
        required
        error={wrong.name}
      />
      <RadioGroup
        label={t('system')}
        name="phone"
        inline
        value={system}
        onChange={setSystem}
        error={wrong.phone}
        options={(['android', 'ios'] as const).map((value) => ({ value, label: t(`systems.${value}`) }))}
      />
      <TextField
        label={t('pushType')}
        description={t('pushTypeHint')}
        name="pushType"
        inputMode="numeric"
        maxLength={9}
        required
        error={wrong.pushType}
        {...plain}
      />
      <TextField
        label={t('appKey')}
        description={t('appKeyHint')}
        name="appKey"
        maxLength={500}
        required
        error={wrong.appKey}
        {...plain}
      />
      <TextArea
        label={t('appToken')}
        description={t('secretHint')}
        name="appToken"
        data-secret
        rows={3}
        maxLength={4096}
        required
        error={wrong.appToken}
        {...plain}
      />
      {system === 'ios' ? (
        <TextArea
          key="certificate"
          label={t('certificate')}
          description={t('secretHint')}
          name="certificate"
          data-secret
          rows={4}
          maxLength={16384}
          optional
          error={wrong.certificate}
          {...plain}
        />
      ) : (
        <TextField
          key="popupActivity"
          label={t('popupActivity')}
          description={t('popupActivityHint')}
          name="popupActivity"
          maxLength={500}
          optional
          error={wrong.popupActivity}
          {...plain}
        />
      )}
    </>
  );
}
