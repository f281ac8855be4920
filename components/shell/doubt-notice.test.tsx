import { expect, test } from 'vitest';
import { type Deed, DoubtProvider, useStopped } from '@/components/ui/doubt';
import { DoubtNote } from '@/components/ui/doubt-note';
import { renderInDesk } from '@/components/ui/render-in-desk';
import type { Doubt } from '@/lib/auth/standing';
import { DoubtNotice } from './doubt-notice';

const [one, two] = ['one@harbor.example', 'two@harbor.example'];
const since = new Date().toISOString();

function doubtOf(member: Partial<NonNullable<Doubt['member']>>, more: Partial<Doubt> = {}): Doubt {
  const known = { accounts: [one], isOwn: false, mayMend: false, keepers: [], ...member };
  return { since, nextCheckAt: since, member: known, ...more };
}

function Stop({ deed, through }: { deed: Deed; through: string | null }) {
  return <DoubtNote doubt={useStopped(deed, through)} />;
}

const list = { version: '', isFresh: true, isRead: true };
const words = (doubt: Doubt, shown = <DoubtNotice />, locale: 'en' | 'zh' = 'en') =>
  renderInDesk(
    <DoubtProvider initial={doubt} list={list}>
      {shown}
    </DoubtProvider>,
    locale,
  ).replace(/<[^>]*>/g, '');
const stop = (doubt: Doubt, through: string | null, deed: Deed = 'cloud') =>
  words(doubt, <Stop deed={deed} through={through} />);

test('names the accounts in doubt and who can mend it, and says that all else goes on', () => {
  const goesOn = { goesOn: true } as const;
  const known = words(doubtOf({ accounts: [one, two], keepers: ['Ann', 'Max'] }, goesOn));
  expect(known).toContain(`The cloud refused the password of ${one} and ${two}`);
  expect(known).toContain(`What goes through ${one} and ${two} waits`);
  expect(known).toContain('All else works, also through other accounts.');
  expect(known).toContain('ask Ann or Max to enter the new one');
  const unknown = words(doubtOf({ accounts: [null], keepers: ['Ann'] }, goesOn));
  expect(unknown).toContain('The cloud refused the password of a connected account');
  expect(unknown).not.toContain('You see what was last known');
  expect(words(doubtOf({ mayMend: true }, goesOn))).toContain(
    'If the password was changed, enter the new one',
  );
  expect(words(doubtOf({}, goesOn), <DoubtNotice />, 'zh')).toContain(`通过 ${one} 执行的操作要等待`);
  expect(words(doubtOf({}))).toContain('You see what was last known');
});

test('stops only what goes through an account in doubt, and names this one', () => {
  const some = doubtOf({ accounts: [one, two, null] }, { goesOn: true });
  expect(stop(some, one)).toContain(`the cloud refused the password of ${one}, and`);
  expect(stop(some, two)).toContain(`the cloud refused the password of ${two}, and`);
  expect(stop(some, 'three@harbor.example')).toBe('');
  expect(stop(some, null)).toBe('');
  expect(stop(some, one, 'account')).toBe('');
  expect(stop(doubtOf({ isOwn: true }, { goesOn: true }), null, 'account')).toContain(one);
  expect(stop(doubtOf({}), null)).toContain(one);
  expect(stop(doubtOf({}), null, 'desk')).toBe('');
});
