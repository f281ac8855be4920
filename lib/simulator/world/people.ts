import { demoPassword } from './demo-people';
import type { Account, AccountType } from './model';
import type { Population } from './plan';
import type { Random } from './random';
import type { World } from './world';

export function addPerson(
  world: World,
  person: Partial<Account> & { account: string; type: AccountType; phone: string },
): Account {
  return world.addAccount({
    password: demoPassword,
    activated: true,
    name: '',
    language: 'en',
    manages: new Set(),
    pushTokens: [],
    picture: null,
    ...person,
  });
}

export type Household = { master: string | null; shares: string[] };

/** Mostly one room master, often with others who share the flat. */
export function makeHousehold(
  world: World,
  random: Random,
  { people, family }: { people: Population; family: string | null },
): Household {
  if (family === null) return { master: null, shares: [] };
  const given = dealer(random, people.given);
  const newTenant = () => addTenant(world, random, { people, given: given(), family });
  const master = newTenant();
  const others = random.chance(0.45) ? random.int(1, 4) : 0;
  return { master, shares: Array.from({ length: others }, newTenant) };
}

function addTenant(
  world: World,
  random: Random,
  { people, given, family }: { people: Population; given: string; family: string },
): string {
  const address = people.address(given, family, random);
  let account = address;
  for (let n = 2; world.findAccount(account); n++) account = address.replace('@', `${n}@`);
  const { language } = people;
  const name = people.fullName(given, family);
  return addPerson(world, { account, type: 3, phone: phoneOf(random, people), name, language }).account;
}

export function phoneOf(random: Random, { phone }: Population): string {
  return phone.replaceAll('#', () => String(random.int(0, 9)));
}

export function dealer<T>(random: Random, items: readonly T[]): () => T {
  let left: T[] = [];
  return () => {
    if (left.length === 0) left = [...items];
    const [item] = left.splice(random.int(0, left.length - 1), 1);
    if (item === undefined) throw new Error('nothing to deal');
    return item;
  };
}
