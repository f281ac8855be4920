'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import type { BuildingCapability, WorkspaceCapability } from '@/lib/db/tables/members';

type Capability = BuildingCapability | WorkspaceCapability;

/** A switch for each capability. Those that the person does not have themselves are off and cannot be given. */
export function CapabilitySwitches<C extends Capability>({
  legend,
  names,
  given,
  included = [],
  mayGive,
  hints = false,
  onChange,
}: {
  legend: ReactNode;
  names: readonly C[];
  given: readonly C[];
  /** Given by something wider. */
  included?: readonly C[];
  mayGive: (name: C) => boolean;
  hints?: boolean;
  onChange: (name: C, isGiven: boolean) => void;
}) {
  const t = useTranslations('members');
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium">{legend}</legend>
      <div className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
        {names.map((name) => {
          const words: Capability = name;
          const isIncluded = included.includes(name);
          const may = mayGive(name);
          const hint =
            words === 'events-of-today' && isIncluded
              ? t('form.inAllEvents')
              : may || isIncluded
                ? hints
                  ? t(`hints.${words}`)
                  : null
                : t('form.notYours');
          return (
            <Checkbox
              key={name}
              label={t(`capabilities.${words}`)}
              description={hint}
              checked={isIncluded || given.includes(name)}
              disabled={isIncluded || !may}
              onChange={(event) => onChange(name, event.target.checked)}
            />
          );
        })}
      </div>
    </fieldset>
  );
}
