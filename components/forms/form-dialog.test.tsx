import type { ComponentProps } from 'react';
import { expect, test } from 'vitest';
import { renderInDesk } from '@/components/ui/render-in-desk';
import type { ErrorCode } from '@/lib/errors';
import { FormDialog } from './form-dialog';

type Request = ComponentProps<typeof FormDialog>['request'];
type State = NonNullable<Request>['state'];

const requestIn = (state: State): Request => ({
  ...{ id: '1', verb: 'members.change', subject: 'Max', facts: {}, state },
  ...{ askedAt: '2026-11-30T12:00:00.000Z', decidedBy: state === 'waiting' ? null : 'Ben' },
  ...{ reason: state === 'refused' ? 'Not today' : '' },
});

function shown(code: ErrorCode | null, state?: State): string {
  const entry = { form: { current: null }, pending: false, code };
  return renderInDesk(
    <FormDialog
      entry={entry}
      request={state ? requestIn(state) : null}
      title="What Max may do"
      onSubmit={() => {}}
      onClose={() => {}}
    >
      <p>Switches</p>
    </FormDialog>,
  );
}

const waits = 'Waits for a second member';
const confirms = /type="submit"/;

test('a form that was just sent for approval waits, and has no button to send it again', () => {
  for (const html of [shown('approval-needed'), shown('approval-needed', 'waiting')]) {
    expect(html.split(waits)).toHaveLength(2);
    expect(html).not.toMatch(confirms);
  }
});

test('it can be carried out where it stands as soon as another member has approved it', () => {
  for (const html of [shown('approval-needed', 'approved'), shown(null, 'approved')]) {
    expect(html).toContain('Ben has approved this. It happens as soon as you press the button.');
    expect(html).toMatch(confirms);
    expect(html).not.toContain(waits);
  }
});

test('it says that the request was refused or has ended, and can be sent once more', () => {
  const refused = shown('approval-needed', 'refused');
  expect(refused).toContain('Ben refused it: Not today');
  expect(shown('approval-needed', 'withdrawn')).toContain('The request has ended.');
  for (const html of [refused, shown('approval-needed', 'expired')]) {
    expect(html).toMatch(confirms);
    expect(html).not.toContain(waits);
  }
});

test('filled with what waits, it says so, and can still be sent: the rule may be off by now', () => {
  const html = shown(null, 'waiting');
  expect(html.split(waits)).toHaveLength(2);
  expect(html).toMatch(confirms);
});
