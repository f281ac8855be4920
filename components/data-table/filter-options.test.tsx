import { expect, it } from 'vitest';
import { renderInDesk } from '@/components/ui/render-in-desk';
import { OptionFilterChip } from './filter-options';

it.each([
  ['en' as const, 'Harbor View, Mole House, and Quay House'],
  ['zh' as const, 'Harbor View、Mole House和Quay House'],
])('lists the chosen values on paper as %s does', (locale, printed) => {
  const names = ['Harbor View', 'Mole House', 'Quay House'];
  const params = new URLSearchParams(names.map((name) => ['building', name]));
  const html = renderInDesk(
    <OptionFilterChip
      filter={{
        ...{ kind: 'many', id: 'building', label: 'Building' },
        options: names.map((name) => ({ value: name, label: name })),
      }}
      address={{ params, pending: false, change: () => {}, refresh: () => {} }}
    />,
    locale,
  );
  expect(html).toContain(printed);
});
