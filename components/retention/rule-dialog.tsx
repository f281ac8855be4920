'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { FormDialog } from '@/components/forms/form-dialog';
import { useForm } from '@/components/forms/use-form';
import { RadioGroup } from '@/components/ui/radio-group';
import { TextField } from '@/components/ui/text-field';
import { toast } from '@/components/ui/toast';
import { keepAllAction, setRuleAction } from '@/lib/archive/retention/actions';
import type { Rule } from '@/lib/archive/retention/data';
import { usePreview } from './use-preview';

type Props = { open: boolean; building: string; rule: Rule | null; onClose: () => void };
type Mode = 'keep' | Rule['mode'];

/** Sets the rule. The button names the action and the count. */
export function RuleDialog({ open, building, rule, onClose }: Props) {
  const t = useTranslations('retention');
  const [mode, setMode] = useState<Mode>(rule?.mode ?? 'keep');
  const [days, setDays] = useState(String(rule?.days ?? 365));
  const gate = usePasswordGate(setRuleAction);
  const set = useForm(gate.send, () => saved(t('saved')));
  const keep = useForm(keepAllAction, () => saved(t('kept')));
  const preview = usePreview(open && mode !== 'keep' ? { building, mode, days } : null);
  const entry = mode === 'keep' ? keep : set;

  function close() {
    set.clear();
    keep.clear();
    onClose();
  }
  function saved(words: string) {
    toast(words);
    onClose();
  }

  return (
    <>
      <FormDialog
        entry={entry}
        open={open}
        onClose={close}
        title={t('changeTitle', { name: building })}
        description={t('changeText')}
        confirm={
          mode === 'keep'
            ? t('saveKeep')
            : t(`save.${mode}`, { count: preview.counted?.count ?? 0, days: Number(days) || 0 })
        }
        onSubmit={() => (mode === 'keep' ? keep.submit({ building }) : set.submit({ building, mode, days }))}
      >
        <RadioGroup
          label={t('mode')}
          name="mode"
          value={mode}
          onChange={setMode}
          options={[
            { value: 'keep', label: t('modes.keep') },
            { value: 'delete', label: t('modes.delete'), description: t('modes.deleteHint') },
            { value: 'anonymise', label: t('modes.anonymise'), description: t('modes.anonymiseHint') },
          ]}
        />
        {mode === 'keep' ? null : (
          <>
            <TextField
              label={t('days')}
              description={t('daysHint')}
              inputMode="numeric"
              autoComplete="off"
              value={days}
              onChange={(event) => setDays(event.target.value)}
              error={entry.fields.days}
            />
            <p role="status" className="text-muted text-sm">
              <span>{preview.state === 'counting' ? t('counting') : null}</span>
              <span>{preview.state === 'failed' ? t('countFailed') : null}</span>
              <span>
                {preview.counted && preview.counted.held > 0
                  ? t('held', { count: preview.counted.held })
                  : null}
              </span>
            </p>
          </>
        )}
      </FormDialog>
      {gate.prompt}
    </>
  );
}
