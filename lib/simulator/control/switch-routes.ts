import { z } from 'zod';
import { parseFault } from '../faults/faults';
import { settingsSchema } from '../faults/settings';
import { get, post, type Route, remove } from './define-route';
import { describeWorld } from './describe-world';

export const switchRoutes: readonly Route[] = [
  get('/settings', 'all settings', (cloud) => cloud.faults.settings),
  post(
    '/settings',
    'changes some of them: {"pageSize":50,"numberStrings":true}',
    settingsSchema.partial(),
    (cloud, change) => {
      cloud.faults.set(change);
      return cloud.faults.settings;
    },
  ),
  get('/faults', 'faults that wait for a call', (cloud) => cloud.faults.pending()),
  post(
    '/faults',
    'one fault: {"effect":"drop-after","call":"getQrCode","times":1}',
    z.unknown(),
    (cloud, fault) => cloud.faults.next(parseFault(fault)),
  ),
  remove('/faults', 'all faults off, all settings as at the start; calls kept waiting go on', (cloud) =>
    cloud.faults.clear(),
  ),
  get('/log', 'the requests so far, without anything secret', (cloud) => cloud.log.entries()),
  remove('/log', 'empties log and counts', (cloud) => cloud.log.reset()),
  get('/stats', 'calls, most in flight at once, refused by maxAtOnce', (cloud) => cloud.log.stats()),
  post('/reset', 'a new world from the same seed, faults off, log empty', z.unknown(), (cloud) =>
    cloud.reset(),
  ),
  get('/world', 'buildings, doors, rooms with their people, accounts (no passwords)', describeWorld),
  post(
    '/clock',
    'moves the clock forward: {"advanceMs":3600000}',
    z.strictObject({ advanceMs: z.int() }),
    (cloud, body) => cloud.advance(body.advanceMs),
  ),
  get('/outbox', 'letters and text messages sent: activation, forgotten password', (cloud) =>
    cloud.world.outbox.map(({ token, ...letter }) => ({ ...letter, link: cloud.linkTo(token) })),
  ),
];
