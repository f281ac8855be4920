import type { PersonRow } from '../data';
import { comparable } from './find-room';
import type { RowValues } from './read-row';

export type FoundPerson = { person: PersonRow } | { problem: 'unknownId' | 'severalPeople' } | null;

/**
 * Whom a row is about: who has its id; else who has its name in its room; else who has both its name and its email
 * address elsewhere, and has changed rooms. Another name in the same room is another person.
 */
export function personFinder(
  people: readonly PersonRow[],
): (values: RowValues, roomKey: string | null) => FoundPerson {
  const byId = new Map(people.map((person) => [person.id, person]));
  const byRoom = Map.groupBy(people, (person) => `${person.roomKey}\n${comparable(person.name)}`);
  const byEmail = Map.groupBy(
    people.filter(({ email }) => email !== ''),
    (person) => `${comparable(person.email)}\n${comparable(person.name)}`,
  );
  return (values, roomKey) => {
    if (values.id !== '') {
      const person = byId.get(values.id.toLowerCase());
      return person ? { person } : { problem: 'unknownId' };
    }
    const name = comparable(values.name ?? '');
    if (name === '') return null;
    const here = narrowed(byRoom.get(`${roomKey}\n${name}`) ?? [], values);
    const email = comparable(values.email ?? '');
    const found = here.length > 0 || email === '' ? here : (byEmail.get(`${email}\n${name}`) ?? []);
    const [person] = found;
    if (!person) return null;
    return found.length === 1 ? { person } : { problem: 'severalPeople' };
  };
}

/** Two of one name in one room are told apart by what else the row says. */
function narrowed(people: PersonRow[], { email, movedIn }: RowValues): PersonRow[] {
  const tests: ((person: PersonRow) => boolean)[] = [
    (person) => email !== undefined && comparable(person.email) === comparable(email),
    (person) => movedIn !== undefined && person.movedIn === movedIn,
  ];
  return tests.reduce((left, test) => {
    const fewer = left.length > 1 ? left.filter(test) : left;
    return fewer.length > 0 ? fewer : left;
  }, people);
}
