import { expect, it } from 'vitest';
import { renderInDesk } from '@/components/ui/render-in-desk';
import { FilterChip } from './filter-chip';

it('has every chosen value in full for paper, and the short value on its button', () => {
  const html = renderInDesk(
    <FilterChip label="Building" value="2 chosen" printed="Harbor View, Quay House" onClear={() => {}}>
      {() => null}
    </FilterChip>,
  );
  const [paper, button] = [html.indexOf('Harbor View, Quay House'), html.indexOf('<button')];
  expect(html).toMatch(/class="hidden [^"]*print:inline"/);
  expect(paper).toBeGreaterThan(0);
  expect(paper).toBeLessThan(button);
  expect(html.slice(button)).toContain('2 chosen');
});
