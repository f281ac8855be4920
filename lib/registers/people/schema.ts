import { z } from 'zod';
import { anyName, anyOf, anyText, switchFilter, tableQuery } from '@/lib/table/query';
import { bulkSelectionSchema } from '@/lib/table/selection';
import {
  dayField,
  lineField,
  nameField,
  noteField,
  optionalDay,
  roomKeyField,
  seenRow,
} from '@/lib/text/fields';
import { personStates } from '../words';

export const peopleQuery = tableQuery({
  sorts: ['name', 'room', 'building', 'state', 'movedIn', 'movedOut', 'updated'],
  filters: {
    building: anyName(),
    state: anyOf(personStates),
    room: anyText(),
    /** Moved out, and their email address is still the room's master or among its shares. */
    sharing: switchFilter(),
  },
});
export type PeopleQuery = z.output<typeof peopleQuery>;

// As the cloud accepts it: addresses with accents exist, and a stricter rule would refuse them.
const email = lineField(254).refine(
  (text) => text === '' || /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u.test(text),
  'badEmail',
);

const phone = lineField(40)
  .transform((text) => text.normalize('NFKC').replace(/[\p{Pd}\u2212]/gu, '-'))
  .refine(
    (text) => text === '' || /^\+?[\d ()./-]{3,30}( ?(x|ext\.?|转|#) ?\d{1,6})?$/i.test(text),
    'badPhone',
  );

/** Separate fields, so that an import can say which ones are wrong. */
export const personFields = {
  name: nameField(120),
  email,
  phone,
  movedIn: optionalDay,
  movedOut: optionalDay,
  note: noteField(),
};

type Stay = { movedIn: string | null; movedOut: string | null };

/** ISO days compare as texts. */
export function isStayBackwards({ movedIn, movedOut }: Stay): boolean {
  return movedIn !== null && movedOut !== null && movedOut < movedIn;
}

const forwards = <T extends z.ZodType<Stay>>(schema: T) =>
  schema.refine((stay) => !isStayBackwards(stay), {
    path: ['movedOut'],
    message: 'people.errors.moveOutFirst',
    // Shown with the other fields' messages, so that a person can correct all at once.
    when: ({ value }) => personDays.safeParse(value).success,
  });
const personDays = z.object({ movedIn: optionalDay, movedOut: optionalDay });

const person = { ...personFields, roomKey: roomKeyField };

export const createPersonInput = forwards(z.object(person));
export type PersonInput = z.output<typeof createPersonInput>;

export const updatePersonInput = forwards(z.object({ ...person, ...seenRow }));
export type PersonChange = z.output<typeof updatePersonInput>;

const bulk = { selection: bulkSelectionSchema, expected: z.int().min(1).max(1_000_000) };
export const removePeopleInput = z.object(bulk);
export const moveOutInput = z.object({ ...bulk, day: dayField });
