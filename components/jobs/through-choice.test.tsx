import { expect, it } from 'vitest';
import { renderInDesk } from '@/components/ui/render-in-desk';
import type { ThroughOptions } from '@/lib/auth/choose-caller';
import { accountOf, chosenOf, ThroughChoice } from './through-choice';

const office = { connectionId: 'c1', account: 'office@harbor.example', role: 'manager' as const };
const owner = { connectionId: 'c2', account: 'owner@harbor.example', role: 'landlord' as const };
const textOf = (options: ThroughOptions | undefined) =>
  renderInDesk(<ThroughChoice options={options} via={null} onChoose={() => {}} />).replace(/<[^>]*>/g, '');

it('sends the account that it names, also where another one comes first by rule at some door', () => {
  const options = { choices: [owner], byRule: [office.account, owner.account] };
  expect(textOf(options)).toBe('This goes through owner@harbor.example.');
  expect(chosenOf(options, null)).toBe('c2');
  expect(chosenOf({ choices: [office, owner], byRule: [] }, 'c2')).toBe('c2');
  expect(chosenOf({ choices: [office, owner], byRule: [] }, 'gone')).toBe('c1');
});

it('names all accounts where none may do the whole change', () => {
  const options = { choices: [], byRule: [office.account, owner.account] };
  expect(textOf(options)).toContain('Some of it goes through office@harbor.example.');
  expect(textOf(options)).toContain('Some of it goes through owner@harbor.example.');
  expect(chosenOf(options, 'c1')).toBeNull();
});

it('marks an account whose password is being checked, and goes by what works', () => {
  const inDoubt = [owner.account];
  const choice = textOf({ choices: [office, owner], byRule: [office.account], inDoubt });
  expect(choice).toContain('office@harbor.example · Property manager');
  expect(choice).toContain(
    'owner@harbor.example · Landlord or room master · not now: the cloud refused its password',
  );
  const options = { choices: [], byRule: [owner.account, office.account], inDoubt };
  expect(textOf(options)).toContain(
    'Some of it goes through owner@harbor.example, and cannot be done now: the cloud refused its password.',
  );
  expect(textOf(options)).toContain('Some of it goes through office@harbor.example.');
  expect(accountOf(options, null)).toBe(office.account);
});

it('shows nothing where there is only one account', () => {
  expect(textOf({ choices: [], byRule: [] })).toBe('');
  expect(textOf(undefined)).toBe('');
});
