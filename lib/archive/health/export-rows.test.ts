import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { freshenEvents } from '../feed/freshen';
import { readDoorHealth } from './data';
import { exportRows } from './export-rows';

// biome-ignore-start lint/correctness/useHookAtTopLevel: hooks of the test runner, not of React.
useDatabase();
const { simulator } = useSimulator();
// biome-ignore-end lint/correctness/useHookAtTopLevel: see above.
let landlord: SignedIn;

beforeAll(async () => {
  const { account, password } = simulator().accounts.landlord;
  landlord = await signInAs(account, password, 'landlord');
});

const rows = async () => exportRows(await readDoorHealth(landlord.scope));
const said = ['kept', 'complete', 'gaps', 'withheld', 'silent', 'silence', 'clock', 'lag'] as const;

it('a door that was not read has no number and no answer in the file', async () => {
  for (const row of await rows()) expect(said.map((key) => row[key])).toEqual(said.map(() => null));
});

it('a door read long ago is not said to be silent, nor as lively as usual', async () => {
  await freshenEvents(landlord.scope);
  for (const row of await rows()) {
    expect(row).toMatchObject({ complete: true, silent: expect.any(Boolean) });
    expect(row.kept).toBeGreaterThan(0);
  }
  await sql`update event_door set read_at = now() - interval '30 days'`.execute(getDb());
  for (const row of await rows()) {
    expect(row).toMatchObject({ silent: null, silence: null });
    expect(row.kept).toBeGreaterThan(0);
  }
  await sql`update event_door set read_at = now(), error_code = 'cloud-dropped'`.execute(getDb());
  for (const row of await rows()) expect(row).toMatchObject({ failure: 'cloud-dropped', silent: null });
});
