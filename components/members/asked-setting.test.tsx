import { expect, test } from 'vitest';
import { renderInDesk } from '@/components/ui/render-in-desk';
import { AskedSetting } from './asked-setting';

function shown(state: 'waiting' | 'approved', to: number | null): string {
  const request = {
    state,
    decidedBy: state === 'approved' ? 'Ben' : null,
    facts: { above: { from: 2, to } },
  };
  return renderInDesk(<AskedSetting request={request} />);
}

test('the settings say what waits, and once it is approved, what to press', () => {
  expect(shown('waiting', null)).toContain('Switching it off waits for a second member.');
  expect(shown('waiting', 5)).toContain('The number 5 waits for a second member.');
  expect(shown('approved', null)).toContain('Ben has approved that it is switched off.');
  const number = shown('approved', 5);
  expect(number).toContain('Ben has approved the number 5.');
  expect(number).not.toContain('waits');
});
