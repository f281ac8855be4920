import type { Room } from '../../simulator/world/model';
import { phoneOf } from '../../simulator/world/people';
import type { Population } from '../../simulator/world/plan';
import { createRandom, type Random } from '../../simulator/world/random';
import { planOf } from '../../simulator/world/seed';
import type { World } from '../../simulator/world/world';
import { dayAfter, dayOf, firstOfMonth, lastOfMonth } from './count-days';

/** Days are `YYYY-MM-DD`; empty: unknown. */
export type DrawnPerson = {
  building: string;
  unit: string;
  name: string;
  email: string;
  phone: string;
  movedIn: string;
  movedOut: string;
  note: string;
};

const notes: Record<string, readonly string[]> = {
  en: [
    'Works nights: call after 14:00.',
    'Has a dog, Bruno.',
    'Prefers text messages.',
    'Hard of hearing: ring twice.',
    'Spare mailbox key is with the caretaker.',
    'Away in July and August.',
    'Emergency contact: her sister, next door.',
    'Bicycle in the rear store room.',
  ],
  de: [
    'Nachtschicht: erst ab 14 Uhr anrufen.',
    'Hund (Bruno).',
    'Kellerabteil links hinten.',
    'Zweitschlüssel beim Hausmeister.',
    'Im August verreist.',
  ],
  zh: ['夜班，请下午两点后联系。', '养狗一只。', '车位 B2-031。', '七月、八月不在。', '紧急联系人：女儿。'],
};

/** Present and former tenants, with the names and addresses of the world's accounts. */
export function drawPeople(world: World): DrawnPerson[] {
  const flats = new Map(
    world
      .rooms()
      .filter(({ label }) => label !== '')
      .map((room) => [`${room.door.building}\n${room.label}`, room]),
  );
  const populations = new Map(planOf(world.seed).buildings.map(({ name, people }) => [name, people]));
  const drawn: DrawnPerson[] = [];
  for (const room of flats.values()) {
    const population = populations.get(room.door.building);
    if (population) drawn.push(...drawFlat({ world, room, population }, drawn));
  }
  return drawn;
}

type Flat = { world: World; room: Room; population: Population; random: Random };

function drawFlat(flat: Omit<Flat, 'random'>, others: readonly DrawnPerson[]): DrawnPerson[] {
  const { world, room } = flat;
  const at = { building: room.door.building, unit: room.label };
  const random = createRandom(`${world.seed}/tenants/${at.building}/${at.unit}`);
  const today = dayOf(world.start);
  const day = dayAfter(today, -random.int(60, 2_900));
  // Most leases start with a month.
  const since = random.chance(0.7) ? firstOfMonth(day) : day;
  const people = drawHousehold({ ...flat, random }, since);
  const isEmpty = people.length === 0;
  const stranger = () => drawStranger({ ...flat, random }, [...others, ...people]);
  if (random.chance(isEmpty ? 0.75 : 0.1)) {
    const movedOut = isEmpty ? dayAfter(today, -random.int(6, 70)) : dayAfter(since, -random.int(1, 25));
    const movedIn = firstOfMonth(dayAfter(movedOut, -random.int(200, 1_900)));
    people.push({ ...at, ...stranger(), movedIn, movedOut, note: '' });
  }
  if (isEmpty && random.chance(0.4)) {
    const movedIn = firstOfMonth(dayAfter(today, random.int(32, 62)));
    people.push({ ...at, ...stranger(), movedIn, movedOut: '', note: '' });
  }
  return people;
}

/** `since`: when the first of them moved in. */
function drawHousehold({ world, room, population, random }: Flat, since: string): DrawnPerson[] {
  const { building } = room.door;
  // A flat's doors may have different masters. A person who opens any of them lives there.
  const channels = world
    .rooms()
    .filter(({ door, label }) => door.building === building && label === room.label);
  const accounts = new Set(channels.flatMap(({ master, shares }) => [master ?? '', ...shares]));
  const today = dayOf(world.start);
  // For some old tenants, the list does not say when they moved in.
  const noted = since < '2021' && random.chance(0.1) ? '' : since;
  const movedOut = random.chance(0.03) ? lastOfMonth(dayAfter(today, random.int(20, 80))) : '';
  const people: DrawnPerson[] = [];
  for (const account of accounts) {
    const known = world.findAccount(account);
    if (!known?.name || people.some(({ name }) => name === known.name)) continue;
    const later = dayAfter(since, random.int(40, 700));
    people.push({
      building,
      unit: room.label,
      name: known.name,
      email: random.chance(0.07) ? '' : known.account,
      phone: random.chance(0.05) ? '' : known.phone,
      movedIn: people.length > 0 && random.chance(0.25) && later < today ? later : noted,
      movedOut,
      note: random.chance(0.13) ? random.pick(notes[population.language] ?? ['']) : '',
    });
  }
  return people;
}

/** A person without an account, with a name that no one else has. Throws if all names are taken. */
function drawStranger(
  { random, population }: Flat,
  others: readonly DrawnPerson[],
): Pick<DrawnPerson, 'name' | 'email' | 'phone'> {
  const taken = new Set(others.map(({ name }) => name));
  const free = population.given.flatMap((given) =>
    population.families
      .map((family) => ({ given, family, name: population.fullName(given, family) }))
      .filter(({ name }) => !taken.has(name)),
  );
  const { given, family, name } = random.pick(free);
  return {
    name,
    email: population.address(given, family, random),
    phone: phoneOf(random, population),
  };
}
