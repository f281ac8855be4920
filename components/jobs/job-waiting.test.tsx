import { expect, test } from 'vitest';
import { renderInDesk } from '@/components/ui/render-in-desk';
import { JobWaiting } from './job-waiting';

const textOf = (code: 'signed-out' | 'refused-wrong-credentials', closed: boolean) =>
  renderInDesk(
    <JobWaiting
      jobId="job"
      code={code}
      paused={false}
      may={{ change: true, connect: true }}
      member={{ account: 'manager@example.com', closed }}
      onResumed={() => {}}
    />,
  );

test.each(['signed-out', 'refused-wrong-credentials'] as const)(
  'a job that waits (%s) names the vendor sign-in only where that is open',
  (code) => {
    expect(textOf(code, false)).toContain('someone signs in with manager@example.com');
    expect(textOf(code, true)).not.toContain('signs in');
    expect(textOf(code, true)).toContain('connection');
  },
);
