import type { PersonRow } from '../people/data';
import { comparable } from './find-room';
import type { RowValues } from './read-row';

/** `sameName`: found by name and room only, so it may be another person with this name. */
export type FoundPerson =
  | { person: PersonRow; sameName: boolean }
  | { problem: 'unknownId' | 'severalPeople' }
  | { repeats: number }
  | null;

export type Wanted = {
  line: number;
  values: RowValues;
  roomKey: string | null;
  /** The user has said that it is another person with the same name. */
  another: boolean;
};

type Register = {
  people: readonly PersonRow[];
  isSame: (wanted: Wanted, person: PersonRow) => boolean;
};

/**
 * By id, else by name and room, else by name and email after a move. Other data distinguishes several people of one name
 * and room, so that a repeated import finds each of them again.
 */
export function matchPeople(rows: readonly Wanted[], { people, isSame }: Register): FoundPerson[] {
  const byId = new Map(people.map((person) => [person.id, person]));
  const nameKey = (roomKey: string | null, name: string) => `${roomKey}\n${comparable(name)}`;
  const byRoom = Map.groupBy(people, (person) => nameKey(person.roomKey, person.name));
  const byEmail = Map.groupBy(
    people.filter(({ email }) => email !== ''),
    (person) => `${comparable(person.email)}\n${comparable(person.name)}`,
  );
  const found = new Map<Wanted, FoundPerson>();
  const taken = new Set<string>();
  const take = (row: Wanted, person: PersonRow, sameName: boolean) => {
    taken.add(person.id);
    found.set(row, { person, sameName });
  };
  for (const row of rows) {
    if (row.values.id === '') continue;
    const person = byId.get(row.values.id.toLowerCase());
    if (person) take(row, person, false);
    else found.set(row, { problem: 'unknownId' });
  }
  const named = rows.filter((row) => !found.has(row) && comparable(row.values.name ?? '') !== '');
  for (const [key, group] of Map.groupBy(named, ({ roomKey, values }) =>
    nameKey(roomKey, values.name ?? ''),
  )) {
    const left = () => (byRoom.get(key) ?? []).filter(({ id }) => !taken.has(id));
    for (const row of group) {
      const same = left().find((person) => isSame(row, person));
      if (same) take(row, same, true);
    }
    const [first] = group;
    for (const row of group) {
      if (found.has(row) || row.another) continue;
      const here = narrowed(left(), row.values);
      const [person] = here;
      if (person && here.length === 1) take(row, person, true);
      else if (here.length > 1) found.set(row, { problem: 'severalPeople' });
      // If the room is not known, the two may be different people.
      else if (row.roomKey !== null && first && row !== first) found.set(row, { repeats: first.line });
      else {
        const moved = movedHere(row.values, byEmail);
        if (moved.length > 1) found.set(row, { problem: 'severalPeople' });
        else if (moved[0]) take(row, moved[0], false);
      }
    }
  }
  return rows.map((row) => found.get(row) ?? null);
}

function movedHere({ name, email }: RowValues, byEmail: ReadonlyMap<string, PersonRow[]>): PersonRow[] {
  const address = comparable(email ?? '');
  return address === '' ? [] : (byEmail.get(`${address}\n${comparable(name ?? '')}`) ?? []);
}

function narrowed(people: PersonRow[], { email, phone, movedIn }: RowValues): PersonRow[] {
  const tests: ((person: PersonRow) => boolean)[] = [
    (person) => !!email && comparable(person.email) === comparable(email),
    (person) => !!phone && digitsOf(person.phone) === digitsOf(phone),
    (person) => movedIn !== undefined && person.movedIn === movedIn,
  ];
  return tests.reduce((left, test) => {
    const fewer = left.length > 1 ? left.filter(test) : left;
    return fewer.length > 0 ? fewer : left;
  }, people);
}

const digitsOf = (phone: string) => phone.replace(/\D/g, '');
