import { expect, it } from 'vitest';
import { renderInDesk } from '@/components/ui/render-in-desk';
import { SignInRefusal } from './sign-in-refusal';

const refusal = { ok: false, code: 'wrong-password', minutes: null, seconds: null, left: null } as const;

it('asks a person who is not sure of the role to check only account and password, and counts the tries', () => {
  const html = renderInDesk(<SignInRefusal refusal={refusal} askedRole="unsure" />);
  expect(html).toContain('The account or password is wrong');
  expect(html).toContain('in all three roles. These were 3 of at most 5 wrong tries');
  expect(html).not.toContain('and the role');
});

it('asks a person who chose a role to check it too', () => {
  expect(renderInDesk(<SignInRefusal refusal={refusal} askedRole="manager" />)).toContain('and the role');
});

it('says to a person who is not sure how long a limit lasts', () => {
  const limited = { ...refusal, code: 'throttled', minutes: 7 } as const;
  expect(renderInDesk(<SignInRefusal refusal={limited} askedRole="unsure" />)).toContain(
    'Wait 7 more minutes.',
  );
});

it('says to a person who is not sure how many tries are left, if they are too few for all roles', () => {
  const few = { ...refusal, code: 'few-tries', left: 2 } as const;
  const html = renderInDesk(<SignInRefusal refusal={few} askedRole="unsure" />);
  expect(html).toContain('2 tries are left, and the 3 roles need one each');
  expect(html).toContain('Choose your role');
});
