import { expect, test } from 'vitest';
import { renderInDesk } from '@/components/ui/render-in-desk';
import type { JobRow } from '@/lib/jobs/data';
import { JobView } from './job-view';

const job: JobRow = {
  ...{ id: 'job', kind: 'remove-masters', state: 'waiting', params: {}, actor: 'Lea' },
  ...{ createdAt: '2026-11-20T08:00:00.000Z', finishedAt: null, waitCode: null, cancelAsked: false },
  ...{ paused: false, retryOf: null, batch: null, total: 1 },
  counts: { pending: 1, running: 0, verified: 0, unverified: 0, failed: 0, unknown: 0, skipped: 0 },
};
const textOf = (change: Partial<JobRow>) =>
  renderInDesk(
    <JobView
      job={{ ...job, ...change }}
      approval={null}
      steps={[]}
      may={{ change: true, export: false, connect: false }}
      member={null}
    />,
  );

test.each([
  ['goes on by itself', { state: 'running' }, true, true],
  ['waits for a connection', { waitCode: 'no-connection' }, true, true],
  ['is paused', { paused: true }, true, false],
  ['was stopped with its member', { waitCode: 'not-allowed' }, false, false],
  ['was stopped with its vendor sign-in', { waitCode: 'vendor-closed' }, false, false],
  ['is done', { state: 'done' }, false, false],
] as const)('a job that %s promises no more than it does', (_, change, isLive, goesOn) => {
  const text = textOf(change);
  expect(text.includes('Updates automatically')).toBe(isLive);
  expect(text.includes('The job continues')).toBe(goesOn);
});
