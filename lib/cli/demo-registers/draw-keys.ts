import type { PersonRow } from '../../registers/people/data';
import type { Currency, keyKinds, keyStates } from '../../registers/words';
import { createRandom, type Random } from '../../simulator/world/random';
import { dayAfter } from './count-days';

export type DrawnKey = {
  kind: (typeof keyKinds)[number];
  number: string;
  label: string;
  holder: string;
  personId: string;
  roomKey: string;
  state: (typeof keyStates)[number];
  handedOn: string;
  endedOn: string;
  deposit: string;
  currency: Currency;
  note: string;
};

type Cabinet = { prefix: string; opens: readonly string[]; deposit: string; currency: Currency };

const cabinets: Record<string, Cabinet> = {
  'Harbor View': { prefix: 'HV', opens: ['Garage', 'Front gate'], deposit: '50.00', currency: 'SGD' },
  海港花园: { prefix: 'HG', opens: ['地下车库', '南门'], deposit: '100.00', currency: 'CNY' },
  'Gärtnerstraße 12': { prefix: 'GS', opens: ['Hoftür', 'Fahrradkeller'], deposit: '25.00', currency: 'EUR' },
  "O'Brien's Court": {
    prefix: 'OC',
    opens: ['Mews gate', 'Main entrance'],
    deposit: '30.00',
    currency: 'EUR',
  },
  'برج المرجان': { prefix: 'MJ', opens: ['موقف السيارات'], deposit: '200.00', currency: 'AED' },
  'Lotus Terrace': {
    prefix: 'LT',
    opens: ['Service lift', 'East porch'],
    deposit: '500.00',
    currency: 'INR',
  },
  '48 Mercer Street': {
    prefix: 'MS',
    opens: ['Street door', 'Loading dock'],
    deposit: '40.00',
    currency: 'USD',
  },
};

/** Firms, with the building where they work. */
const firms: readonly { building: string; holder: string; label: string; kind: 'fob' | 'card' | 'pin' }[] = [
  { building: 'Harbor View', holder: 'Bright & Clean Services', label: 'Lobby door', kind: 'fob' },
  { building: 'Harbor View', holder: 'Marina Lift Services', label: 'Garage', kind: 'card' },
  { building: 'Harbor View', holder: 'Night guard', label: 'Front gate, PIN of the guards', kind: 'pin' },
  { building: 'Gärtnerstraße 12', holder: 'Hausmeister Größl', label: 'Haustür, Hoftür', kind: 'fob' },
  { building: "O'Brien's Court", holder: 'Liffey Gardening', label: 'Mews gate', kind: 'fob' },
  { building: 'Lotus Terrace', holder: 'Lakshmi Housekeeping', label: 'Service lift', kind: 'card' },
  { building: '48 Mercer Street', holder: 'Night cleaning crew', label: 'Loading dock', kind: 'card' },
];

type Ground = {
  people: readonly PersonRow[];
  buildings: ReadonlySet<string>;
  withFirms: boolean;
  today: string;
};

/** `today` is `YYYY-MM-DD`. */
export function drawKeys(seed: string, { people, buildings, withFirms, today }: Ground): DrawnKey[] {
  return [...buildings].sort().flatMap((building, index) => {
    const cabinet = cabinets[building];
    if (!cabinet) return [];
    const random = createRandom(`${seed}/keys/${building}`);
    const here = people.filter((person) => person.building === building);
    const numbered = keysOf(random, here, { cabinet, today, isOdd: index % 2 === 1 });
    const ofFirms = firms
      .filter((firm) => withFirms && firm.building === building)
      .map(({ holder, label, kind }) => ({
        ...blank(cabinet),
        kind,
        label,
        holder,
        handedOn: dayAfter(today, -random.int(90, 700)),
        deposit: '',
      }));
    // Numbers increase with the day on which a key was handed out.
    let number = random.int(101, 140);
    return [...numbered, ...ofFirms]
      .sort((one, other) => (one.handedOn < other.handedOn ? -1 : 1))
      .map((key) => {
        number += random.int(1, 9);
        return { ...key, number: key.kind === 'pin' ? '' : `${cabinet.prefix}-0${number}` };
      });
  });
}

function blank({ currency, deposit }: Cabinet): DrawnKey {
  return {
    kind: 'fob',
    number: '',
    label: '',
    holder: '',
    personId: '',
    roomKey: '',
    state: 'handed-out',
    handedOn: '',
    endedOn: '',
    deposit,
    currency,
    note: '',
  };
}

function keysOf(
  random: Random,
  people: readonly PersonRow[],
  { cabinet, today, isOdd }: { cabinet: Cabinet; today: string; isOdd: boolean },
): DrawnKey[] {
  const draw = (from: readonly PersonRow[], count: number) => {
    const place = ({ name, unit }: PersonRow) => `${name}\n${unit}`;
    const left = [...from].sort((one, other) => (place(one) < place(other) ? -1 : 1));
    return Array.from({ length: Math.min(count, left.length) }, () =>
      left.splice(random.int(0, left.length - 1), 1),
    ).flat();
  };
  const of = (person: PersonRow): DrawnKey => ({
    ...blank(cabinet),
    kind: random.chance(0.6) ? 'fob' : 'card',
    label: random.pick(cabinet.opens),
    holder: person.name,
    personId: person.id,
    roomKey: person.roomKey,
    handedOn: person.movedIn ?? dayAfter(today, -900),
  });
  const living = people.filter(({ state, movedIn }) => state === 'living' && (movedIn ?? '') < today);
  const gone = people.filter(({ state }) => state === 'moved-out');
  const [lost, ...held] = draw(living, 4);
  const [kept, ...back] = draw(gone, 2);
  const lostOn = dayAfter(today, -random.int(8, 50));
  return [
    ...held.map(of),
    ...(lost && (lost.movedIn ?? '') < lostOn && isOdd
      ? [
          { ...of(lost), state: 'lost' as const, endedOn: lostOn, note: 'Reported by telephone.' },
          { ...of(lost), handedOn: lostOn, note: 'In place of a lost one.' },
        ]
      : []),
    ...back.map((person) => ({
      ...of(person),
      state: 'returned' as const,
      endedOn: person.movedOut ?? today,
    })),
    // A person who has moved out still has one.
    ...(kept && !isOdd ? [of(kept)] : []),
  ];
}
