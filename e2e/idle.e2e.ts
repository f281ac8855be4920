import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from './fixtures';
import { enter } from './pages/entrance';
import { addProperty, flatOf, roomAddress } from './pages/own-property';
import { processorMs } from './processor-time';

const watchedMs = 5_000;

test('a fresh account that opens a room at once: the server rests while the cloud takes its time', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Idle House', { rooms: 4 });
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  const { account } = property.manager;
  desk.simulator.faults.next({
    effect: 'latency',
    ms: 600_000,
    call: 'GetAkeysHis',
    account,
    times: null,
  });
  await enter(desk, context, property.manager);
  await page.goto(roomAddress(flat));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

  const before = processorMs(desk.pid);
  const startedAt = performance.now();
  await sleep(watchedMs);
  const share = (processorMs(desk.pid) - before) / (performance.now() - startedAt);
  // A loop without a pause uses a whole core. A page and its reads need a fraction of that.
  expect(share).toBeLessThan(0.6);
});
