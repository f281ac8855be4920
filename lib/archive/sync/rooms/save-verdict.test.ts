import { describe, expect, it } from 'vitest';
import { useDatabase } from '@/lib/testing/database';
import { useOneDoor } from '@/lib/testing/one-door';
import { useSimulator } from '@/lib/testing/simulator';
import { filesOf, storeFile } from '@/lib/testing/stored-file';
import { saveVerdict } from './save-verdict';
import type { Verdict } from './verdict';

useDatabase();
const { simulator } = useSimulator();
const { gid, give, signIn } = useOneDoor(simulator);
const options = { priority: 'background' } as const;
const verdict = (apart: Verdict['apart']): Verdict => ({ apart, certain: false });

describe('stored files of a door', () => {
  it.each([
    ['proven', 'unproven'],
    ['proven', 'same'],
    ['unproven', 'same'],
    ['unproven', null],
  ] as const)('are removed when less of it is shown: %s, then %s', async (before, now) => {
    give('landlord', [0]);
    const scope = await signIn('landlord');
    await saveVerdict(scope, gid(), verdict(before), options);
    await storeFile(scope);
    await saveVerdict(scope, gid(), verdict(now), options);
    expect(await filesOf(scope)).toEqual([{ kept: false, code: 'file-withdrawn' }]);
  });

  it.each([
    ['unproven', 'proven'],
    ['same', 'unproven'],
    ['proven', 'proven'],
  ] as const)('stay when no less of it is shown: %s, then %s', async (before, now) => {
    give('landlord', [0]);
    const scope = await signIn('landlord');
    await saveVerdict(scope, gid(), verdict(before), options);
    await storeFile(scope);
    await saveVerdict(scope, gid(), verdict(now), options);
    expect(await filesOf(scope)).toEqual([{ kept: true, code: null }]);
  });
});
