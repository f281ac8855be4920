import { beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { countProperty, readAccess, readDoorsHeard, readLatest, readRhythm, unreadBuildings } from './data';
import { freshenOverview } from './freshen';

useDatabase();
useSimulator();

let manager: Scope;

beforeAll(async () => {
  manager = await signInScope('manager@harbor.example', 'doordeer-demo', 'manager');
});

describe('the overview', () => {
  it('counts the property from the device list', () => {
    const counts = countProperty(manager);
    expect(counts.rooms).toBe(new Set(manager.channels.map(({ roomKey }) => roomKey)).size);
    expect(counts.buildings).toBeGreaterThan(0);
    expect(counts.doors).toBeGreaterThanOrEqual(counts.buildings);
  });

  it('calls rooms and doors that were never read unread, not empty', async () => {
    const { rooms } = countProperty(manager);
    const { masterless, codes } = await readAccess(manager);
    expect(masterless?.gaps).toMatchObject({ rooms, unread: rooms, readAt: null });
    expect(codes?.gaps).toMatchObject({ rooms, unread: rooms, readAt: null });
    expect(await readDoorsHeard(manager)).toMatchObject({ reading: true, readAt: null, code: null });
    expect((await unreadBuildings(manager)).length).toBeGreaterThan(0);
  });

  it('knows rooms, codes and events once it has been looked at', async () => {
    await freshenOverview(manager);
    expect(await unreadBuildings(manager)).toEqual([]);
    const { masterless, codes } = await readAccess(manager);
    expect(masterless?.gaps.unread).toBe(0);
    expect(codes?.gaps.unread).toBe(0);
    expect(codes?.live).toBeGreaterThan(0);
    expect(await readDoorsHeard(manager)).toMatchObject({ reading: false });
    const { events } = await readLatest(manager);
    expect(events.length).toBeGreaterThan(0);
    expect(events.length).toBeLessThanOrEqual(8);
    const { month } = await readRhythm(manager, 'Asia/Shanghai');
    expect(month).toHaveLength(28 * 24);
  });
});
