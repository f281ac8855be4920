import { beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { findInPalette } from './data';

useDatabase();
useSimulator();

let manager: Scope;
let landlord: Scope;

beforeAll(async () => {
  manager = await signInScope('manager@harbor.example', 'doordeer-demo', 'manager');
  landlord = await signInScope('landlord@harbor.example', 'doordeer-demo', 'landlord');
});

describe('findInPalette', () => {
  it('finds a room by its label and its building together, a few at most', async () => {
    const [first] = manager.channels;
    const hits = await findInPalette(manager, `${first?.unitLabel} ${first?.buildingName}`);
    expect(hits[0]).toMatchObject({ kind: 'rooms', label: first?.unitLabel, note: first?.buildingName });
    expect(hits[0]?.href).toMatch(/^\/rooms\/[^/]+\/\d+/);
    expect((await findInPalette(manager, first?.buildingName.slice(0, 1) ?? '')).length).toBeLessThanOrEqual(
      24,
    );
  });

  it('finds a building by the beginning of its name, first of all', async () => {
    const [hit] = await findInPalette(manager, 'harbor v');
    expect(hit).toMatchObject({ kind: 'buildings', label: 'Harbor View' });
  });

  it('finds nothing of rooms that are another account’s', async () => {
    const own = new Set(landlord.channels.map(({ roomKey }) => roomKey));
    const foreign = manager.channels.find(({ roomKey }) => !own.has(roomKey));
    expect(foreign).toBeDefined();
    const hits = await findInPalette(landlord, `${foreign?.unitLabel} ${foreign?.buildingName}`);
    expect(hits.filter(({ kind, id }) => kind === 'rooms' && !own.has(id))).toEqual([]);
  });

  it('finds nothing for nothing, and survives any text', async () => {
    expect(await findInPalette(manager, '')).toEqual([]);
    for (const text of ['%', '_', "'; drop table doorcode; --", '\\', '💥']) {
      await expect(findInPalette(manager, text)).resolves.toBeInstanceOf(Array);
    }
  });
});
