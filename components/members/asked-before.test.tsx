import { expect, test } from 'vitest';
import { renderInDesk } from '@/components/ui/render-in-desk';
import { AskedBefore } from './asked-before';

const request = { id: '1', verb: 'members.invite', subject: 'Eve', reason: '', facts: { email: null } };

test('a form offers what was asked for before, and says whether it waits', () => {
  const html = renderInDesk(
    <AskedBefore
      requests={[
        { ...request, state: 'waiting', decidedBy: null },
        { ...request, id: '2', subject: 'Finn', state: 'approved', decidedBy: 'Ben' },
      ]}
      onTake={() => {}}
    />,
  );
  expect(html).toContain('Eve: what you asked for waits for a second member.');
  expect(html).toContain('Finn: Ben has approved what you asked for.');
  expect(html).toContain('aria-label="Fill in what you asked for: Finn"');
  expect(html).not.toContain('type="submit"');
});
