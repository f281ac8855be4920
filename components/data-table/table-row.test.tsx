import { expect, it } from 'vitest';
import { renderInDesk } from '@/components/ui/render-in-desk';
import { TableRow } from './table-row';

const draw = (selectable: boolean) =>
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
  );

it('leaves the box for ticks off paper', () => {
  expect(draw(true)).toMatch(/<td role="cell" data-chrome[^>]*>.*Select Anna/);
  expect(draw(false)).not.toContain('data-chrome');
});
