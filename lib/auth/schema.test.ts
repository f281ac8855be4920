import { describe, expect, it } from 'vitest';
import { signInSchema } from './schema';

const roleOf = (account_type: unknown) =>
  signInSchema.safeParse({ account: 'a@b.example', password: 'x', account_type }).data?.account_type ?? null;

describe('the role of a sign-in', () => {
  it.each([
    ['1', 'manager'],
    [2, 'landlord'],
    ['tenant', 'tenant'],
    ['unsure', 'unsure'],
  ])('%j is %s', (given, role) => {
    expect(roleOf(given)).toBe(role);
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', '0', '', 'Manager', null, ['1'], {}])(
    '%j is none',
    (given) => {
      expect(roleOf(given)).toBeNull();
    },
  );
});
