import { beforeAll, expect, it } from 'vitest';
import { gidsOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { roomlessDoorsOf } from '../access/visible-events';
import { doorGaps, readDoorReadings } from './door-readings';

useDatabase();
useSimulator();

let landlord: Scope;
let manager: Scope;

beforeAll(async () => {
  landlord = await signInScope('landlord@harbor.example', 'doordeer-demo', 'landlord');
  manager = await signInScope('manager@harbor.example', 'doordeer-demo', 'manager');
});

it('the doors that are read and those without a room of this person are all doors of the list', async () => {
  for (const scope of [landlord, manager]) {
    const { rooms: read } = doorGaps(await readDoorReadings(scope));
    expect(read + roomlessDoorsOf(scope).length).toBe(gidsOf(scope).length);
  }
  expect(roomlessDoorsOf(landlord)).not.toEqual([]);
  expect(roomlessDoorsOf(manager)).toEqual([]);
});
