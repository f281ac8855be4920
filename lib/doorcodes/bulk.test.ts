import { beforeAll, describe, expect, it } from 'vitest';
import { getDb } from '@/lib/db/client';
import { drawReadingOrder } from '@/lib/db/draw-reading-order';
import type { VendorDoorcode } from '@/lib/doordeer/words';
import { readSteps } from '@/lib/jobs/data';
import { startJob } from '@/lib/jobs/mutations';
import { previewOf } from '@/lib/jobs/plan';
import { type Place, readPlaces } from '@/lib/places/data';
import { keepDoorcodes } from '@/lib/readings/mutations';
import { useDatabase } from '@/lib/testing/database';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { planDoorcodes } from './bulk';

useDatabase();
const { simulator } = useSimulator({ size: { buildings: 1, flats: 2, days: 1, visitsPerDay: 1 } });

const selection = { all: true as const, except: [], query: {} };
const lastYear = new Date().getUTCFullYear() - 1;

/** Three codes of one name: two open the door now, one ended last year. */
const codes: VendorDoorcode[] = [
  ['11112222', lastYear, true],
  ['33334444', 2199, true],
  ['55556666', 2199, true],
].map(([digits, year, usable]) => ({
  name: 'Cleaner',
  validType: 3,
  from: { date: `${lastYear}-01-01`, time: '08:00:00' },
  to: { date: `${year}-01-02`, time: '18:00:00' },
  digits: String(digits),
  pictureUrl: '',
  lockIds: ['A01'],
  usable: Boolean(usable),
}));

let owner: SignedIn;
let places: Place[];
const zone = () => places[0]?.zone.name;
beforeAll(async () => {
  const { account, password } = simulator().accounts.master;
  owner = await signInAs(account, password, 'landlord');
  const at = owner.scope.channels.find(({ relation }) => relation.endsWith('master'));
  if (!at) throw new Error('the master has no room');
  const { gid, channel } = at;
  places = (await readPlaces(owner.scope)).filter((place) => place.gid === gid && place.channel === channel);
  await keepDoorcodes(owner.scope.workspaceId, [
    { gid, channel, state: 'ok', skipped: 0, ...(await drawReadingOrder()), value: codes },
  ]);
});

describe('revoking several codes of one name', () => {
  it('previews what tells them apart, and says how many have expired', async () => {
    const preview = previewOf(await planDoorcodes(owner.scope, { selection }));
    expect(preview).toMatchObject({ counts: { change: 3 }, expired: 1 });
    expect(preview.rows.map(({ doorcode }) => doorcode)).toMatchObject([
      { fromWall: `${lastYear}-01-01 08:00:00`, toWall: '2199-01-02 18:00:00', zone: zone(), expired: false },
      { expired: false },
      // Last, and without the digits, which are removed 30 days after the end.
      { digits: null, toWall: `${lastYear}-01-02 18:00:00`, expired: true },
    ]);
    expect(new Set(preview.rows.slice(0, 2).map(({ doorcode }) => doorcode?.digits))).toEqual(
      new Set(['33334444', '55556666']),
    );
  });

  it('shows them on the page of the job too, and stores no digits with the job', async () => {
    const plan = await planDoorcodes(owner.scope, { selection });
    const jobId = await startJob(owner.scope, plan, { requestKey: crypto.randomUUID() });
    const steps = await readSteps(owner.scope, jobId);
    expect(steps.map(({ doorcode }) => doorcode?.digits ?? null).toSorted()).toEqual([
      '33334444',
      '55556666',
      null,
    ]);
    expect(new Set(steps.map(({ doorcode }) => doorcode?.zone))).toEqual(new Set([zone()]));
    expect(steps.every(({ doorcode }) => doorcode?.fromWall === `${lastYear}-01-01 08:00:00`)).toBe(true);
    const stored = await getDb().selectFrom('job_step').selectAll().where('job_id', '=', jobId).execute();
    expect(JSON.stringify(stored)).not.toMatch(/33334444|55556666/);
    const elsewhere = { ...owner.scope, channels: [] };
    const channels = owner.scope.channels.map((one) => ({ ...one, relation: 'landlord' as const }));
    const onlyOwner = { ...owner.scope, role: 'landlord' as const, channels };
    for (const scope of [elsewhere, onlyOwner]) {
      const digits = (await readSteps(scope, jobId)).map(({ doorcode }) => doorcode?.digits);
      expect(digits).toEqual([null, null, null]);
    }
  });
});
