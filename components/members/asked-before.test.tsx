import { expect, test } from 'vitest';
import { renderInDesk } from '@/components/ui/render-in-desk';
import { AskedBefore } from './asked-before';

const askedAt = '2026-11-30T12:00:00.000Z';
const request = {
  ...{ id: '1', verb: 'members.invite', subject: 'Eve', reason: '', facts: { email: null } },
  askedAt,
};

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
  // Two for the same member are distinguished by their times.
  expect(html).toMatch(/Eve: what you asked for <.*<time .*waits for a second member\./s);
  expect(html).toMatch(/Finn: Ben has approved what you asked for <.*<time /s);
  expect(html).toContain('aria-label="Fill in what you asked for: Finn"');
  expect(html).not.toContain('type="submit"');
});
