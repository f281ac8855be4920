import { expect, it } from 'vitest';
import type { ErrorCode } from '@/lib/errors';
import { ConfirmDialog } from './confirm-dialog';
import { renderInDesk } from './render-in-desk';

const shown = (more: { approval?: { isKnown: boolean; by: string | null }; error?: ErrorCode } = {}) =>
  renderInDesk(
    <ConfirmDialog
      open
      onClose={() => {}}
      onConfirm={() => {}}
      title="Remove Ben?"
      description="Their sessions end."
      confirm="Remove Ben"
      {...more}
    />,
  );

it('has no empty part between its question and its buttons', () => {
  expect(shown()).not.toContain('data-scroll');
  expect(shown({ error: 'conflict' })).toContain('data-scroll');
});

it('says before that a second member has to agree, and after that leaves only the way out', () => {
  const unknown = shown({ approval: { isKnown: false, by: null } });
  expect(unknown).not.toContain('has to agree');
  expect(unknown).toMatch(/disabled=""[^>]*>[^<]*(<[^>]*>)*Remove Ben/);
  const before = shown({ approval: { isKnown: true, by: null } });
  expect(before).toContain('Another member who may approve has to agree first.');
  expect(before).toContain('Remove Ben</');
  const after = shown({ approval: { isKnown: true, by: null }, error: 'approval-needed' });
  expect(after).not.toContain('Remove Ben</');
  expect(after).not.toContain('Cancel');
  expect(after).toContain('Close');
  expect(after).not.toContain('has to agree first. Nothing happens');
  expect(after).toContain('Waits for a second member');
});

it('says that a second member has approved it, so that the button does it now', () => {
  const html = shown({ approval: { isKnown: true, by: 'Ben' } });
  expect(html).toContain('Ben has approved this. It happens as soon as you press the button.');
  expect(html).not.toContain('has to agree first');
  const asked = shown({ approval: { isKnown: true, by: 'Ben' }, error: 'approval-needed' });
  expect(asked).toContain('Remove Ben</');
  expect(asked).not.toContain('Waits for a second member');
});
