'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { IconButton } from '@/components/ui/button';
import { RadioGroup } from '@/components/ui/radio-group';
import { SafeText } from '@/components/ui/safe-text';
import { SelectField } from '@/components/ui/select-field';
import { mayEverywhere, mayIn, mayInWorkspace } from '@/lib/auth/grants';
import {
  type BuildingCapability,
  buildingCapabilities,
  type Grants,
  workspaceCapabilities,
} from '@/lib/db/tables/members';
import type { BuildingNames } from '@/lib/members/roster/data';
import { presetNames } from '@/lib/members/roster/presets';
import { labelText } from '@/lib/text/visible-text';
import { CapabilitySwitches } from './capability-switches';
import {
  faultOfDraft,
  type GrantsDraft,
  hasAnyEverywhere,
  presetOfDraft,
  withBuilding,
  withCapability,
  withoutBuilding,
  withPreset,
} from './grants-draft';
import { GrantsFault } from './grants-fault';

type Props = {
  draft: GrantsDraft;
  onChange: (draft: GrantsDraft) => void;
  /** What the person has; null: all. */
  own: Grants | null;
  buildings: BuildingNames;
  /** What the server finds wrong with them, by field. */
  fields: Record<string, string>;
};

/** Switches per capability, everywhere or building by building. */
export function GrantsFields({ draft, onChange, own, buildings, fields }: Props) {
  const t = useTranslations('members');
  const fault = faultOfDraft(draft, fields.grants);
  const preset = presetOfDraft(draft) ?? '';
  const isChosen = draft.where === 'chosen';
  return (
    <>
      <SelectField
        label={t('form.preset')}
        description={t('form.presetHint')}
        value={preset}
        empty={t('own')}
        options={presetNames.map((value) => ({
          value,
          label: `${t(`presets.${value}`)} – ${t(`presetHints.${value}`)}`,
        }))}
        onChoose={(name) => onChange(withPreset(draft, name, own))}
      />
      <RadioGroup
        label={t('form.where')}
        name="where"
        value={draft.where}
        onChange={(where) => onChange({ ...draft, where })}
        options={[
          {
            value: 'everywhere',
            label: t('form.whereAll'),
            description: t('form.whereAllHint'),
            disabled: !hasAnyEverywhere(own),
          },
          { value: 'chosen', label: t('form.whereChosen') },
        ]}
      />
      {isChosen ? null : (
        <CapabilitySwitches
          legend={t('form.inAll')}
          hints
          names={buildingCapabilities}
          given={draft.all}
          included={todayIn(draft.all)}
          mayGive={(name) => mayEverywhere({ grants: own }, name)}
          onChange={(name, isGiven) => onChange(withCapability(draft, null, name, isGiven))}
        />
      )}
      {isChosen || draft.buildings.length > 0 ? (
        <Buildings {...{ draft, onChange, own, buildings, fault }} />
      ) : (
        <details>
          <summary className="w-fit cursor-pointer rounded-sm py-1 text-muted hover:text-ink pointer-coarse:py-3">
            {t('form.more')}
          </summary>
          <Buildings {...{ draft, onChange, own, buildings, fault }} />
        </details>
      )}
      <CapabilitySwitches
        legend={t('form.inWorkspace')}
        hints
        names={workspaceCapabilities}
        given={draft.workspace}
        mayGive={(name) => mayInWorkspace({ grants: own }, name)}
        onChange={(name, isGiven) =>
          onChange({
            ...draft,
            workspace: workspaceCapabilities.filter((one) =>
              one === name ? isGiven : draft.workspace.includes(one),
            ),
          })
        }
      />
      {fault?.at === 'end' ? <GrantsFault error={fault.error} /> : null}
    </>
  );
}

/** Who sees all events also sees those of today. */
function todayIn(given: readonly BuildingCapability[]): BuildingCapability[] {
  return given.includes('events') ? ['events-of-today'] : [];
}

function Buildings({
  draft,
  onChange,
  own,
  buildings,
  fault,
}: Omit<Props, 'fields'> & { fault: ReturnType<typeof faultOfDraft> }) {
  const t = useTranslations('members');
  const isChosen = draft.where === 'chosen';
  const error = fault?.at === 'buildings' ? fault.error : undefined;
  const isLeft = (name: string) => !draft.buildings.some((one) => one.name === name);
  const left = [
    ...buildings.present.filter(isLeft).map((value) => ({ value, label: labelText(value) })),
    ...buildings.former
      .filter(isLeft)
      .map((value) => ({ value, label: t('form.former', { building: labelText(value) }) })),
  ];
  return (
    <div className="grid gap-4">
      {draft.buildings.map(({ name, capabilities }) => {
        const wider = isChosen ? [] : draft.all;
        return (
          <div key={name} className="flex items-start gap-2 rounded-md border border-line p-3">
            <div className="min-w-0 flex-1">
              <CapabilitySwitches
                legend={<SafeText>{name}</SafeText>}
                names={buildingCapabilities}
                given={capabilities}
                included={[...wider, ...todayIn([...capabilities, ...wider])]}
                mayGive={(one) => mayIn({ grants: own }, name, one)}
                onChange={(one, isGiven) => onChange(withCapability(draft, name, one, isGiven))}
              />
            </div>
            <IconButton
              icon={X}
              size="small"
              label={t('form.remove', { building: labelText(name) })}
              onClick={() => onChange(withoutBuilding(draft, name))}
            />
          </div>
        );
      })}
      {error && left.length === 0 ? <GrantsFault error={error} /> : null}
      {isChosen && draft.buildings.length === 0 ? (
        <p className="text-muted text-sm">{t('form.noBuilding')}</p>
      ) : null}
      {left.length > 0 ? (
        <SelectField
          label={t('form.addBuilding')}
          value=""
          empty={t('form.chooseBuilding')}
          options={left}
          error={error}
          onChoose={(name) => onChange(withBuilding(draft, name, own))}
        />
      ) : null}
    </div>
  );
}
