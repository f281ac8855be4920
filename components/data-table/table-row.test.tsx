import { expect, it } from 'vitest';
import { renderInDesk } from '@/components/ui/render-in-desk';
import type { Locale } from '@/lib/i18n/preferences/names';
import { TableRow } from './table-row';

const draw = (selectable: boolean, locale: Locale = 'en') =>
  renderInDesk(
    <table>
      <tbody>
        <TableRow
          {...{ row: { name: 'Anna' }, index: 0, label: 'Anna', href: undefined, onOpen: undefined }}
          {...{
            inner: false,
            expander: null,
            active: false,
            selectable,
            ticked: false,
            tickLabel: 'Select Anna',
          }}
          columns={[{ id: 'name', title: 'Name', cell: ({ name }: { name: string }) => name }]}
          onTick={() => {}}
          onKeyDown={() => {}}
          onFocus={() => {}}
        />
      </tbody>
    </table>,
    locale,
  );

it('leaves the box for ticks off paper', () => {
  expect(draw(true)).toMatch(/<td role="cell" data-chrome[^>]*>.*Select Anna/);
  expect(draw(false)).not.toContain('data-chrome');
});

it('names a value on a phone with the colon of the language', () => {
  expect(draw(false)).toContain('>Name: <');
  expect(draw(false, 'zh')).toContain('>Name：<');
});
