import { expect, it } from 'vitest';
import type { ErrorCode } from '@/lib/errors';
import { ConfirmDialog } from './confirm-dialog';
import { renderInDesk } from './render-in-desk';

const shown = (more: { needsApproval?: boolean; error?: ErrorCode } = {}) =>
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
  const before = shown({ needsApproval: true });
  expect(before).toContain('Another member who may approve has to agree first.');
  expect(before).toContain('Remove Ben</');
  const after = shown({ needsApproval: true, error: 'approval-needed' });
  expect(after).not.toContain('Remove Ben</');
  expect(after).not.toContain('Cancel');
  expect(after).toContain('Close');
  expect(after).not.toContain('has to agree first. Nothing happens');
  expect(after).toContain('Waits for a second member');
});
