'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePasswordGate } from '@/components/auth/use-password-gate';
import { EditDialog } from '@/components/buildings/edit-dialog';
import { useSave } from '@/components/buildings/use-save';
import { RadioGroup } from '@/components/ui/radio-group';
import { TextField } from '@/components/ui/text-field';
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
  const set = useSave(async (input: Parameters<typeof gate.run>[0]) => {
    // If the person gives up at the password, the form stays as it is.
    return (await gate.run(input)) ?? { ok: false as const, code: 'password-needed' as const };
  });
  const keep = useSave(keepAllAction);
  const preview = usePreview(open && mode !== 'keep' ? { building, mode, days } : null);
  const { pending, failure } = mode === 'keep' ? keep : set;

  function close() {
    set.forget();
    keep.forget();
    onClose();
  }
  function save() {
    if (mode === 'keep') keep.save({ building }, { words: t('kept'), onSaved: onClose });
    else set.save({ building, mode, days }, { words: t('saved'), onSaved: onClose });
  }

  return (
    <>
      <EditDialog
        open={open}
        onClose={close}
        title={t('changeTitle', { name: building })}
        description={t('changeText')}
        pending={pending}
        failure={failure}
        saveWords={
          mode === 'keep'
            ? t('saveKeep')
            : t(`save.${mode}`, { count: preview.counted?.count ?? 0, days: Number(days) || 0 })
        }
        onSave={save}
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
              error={failure?.fields.days}
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
      </EditDialog>
      {gate.prompt}
    </>
  );
}
