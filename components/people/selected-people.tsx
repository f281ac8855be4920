'use client';

import { SafeText } from '@/components/ui/safe-text';
import type { SelectedPeople } from '@/lib/registers/people/selection';

/** What a question about people asks for and names. */
export const selectedPeople = {
  path: '/api/people/selection',
  names: ({ people }: SelectedPeople) =>
    people.map(({ id, name, building, unit }) => ({
      id,
      name: <SafeText>{name}</SafeText>,
      note: <SafeText>{[building, unit].filter(Boolean).join(' · ')}</SafeText>,
    })),
};
