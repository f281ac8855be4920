import { two, type WorldPlan } from './plan';
import {
  altbauPeople,
  courtPeople,
  gardenPeople,
  harborPeople,
  officePeople,
  terracePeople,
  towerPeople,
} from './portfolio-people';
import { earlyHours, homeHours, lateHours, officeHours } from './usual-week';
import {
  arabicVisitors,
  babysitter,
  birthday,
  chineseVisitors,
  cleaner,
  dogWalker,
  englishVisitors,
  germanVisitors,
  grandma,
  indianVisitors,
  liftService,
  officeVisitors,
  painters,
  parcels,
  pianoTeacher,
  plumber,
  weekendGuests,
  windowCleaner,
} from './visitor-list';

/** Front house, side wing, rear house, garden house: left and right of the stairs. */
const stairs = ['VH', 'SF', 'HH', 'GH'].flatMap((wing) => [`${wing} li`, `${wing} re`]);

/** The default world: a company that manages buildings in several countries. */
export const portfolio: WorldPlan = {
  buildings: [
    {
      name: 'Harbor View',
      timezone: 8,
      flats: 60,
      perFloor: 6,
      label: ({ floor, position }) => `${floor}-${two(position)}`,
      doors: [
        { locks: ['Front gate', 'Lobby door'] },
        // Longer than any usual pause of this door, so the health page lists it.
        { locks: ['Garage'], silentHours: 50 },
        { locks: ['Rear entrance'] },
      ],
      sideDoorEvery: 1,
      landlords: ['landlord@harbor.example', 'grace.tan@harbor.example', 'david.lim@harbor.example'],
      camera: 'lobby',
      people: harborPeople,
      visitors: englishVisitors,
      hours: homeHours,
    },
    {
      name: '海港花园',
      timezone: 8,
      flats: 48,
      perFloor: 8,
      label: ({ floor, position }) =>
        `${position > 4 ? 2 : 1}栋${(position - 1) % 4 > 1 ? 2 : 1}单元${floor}${two(2 - (position % 2))}`,
      doors: [{ locks: ['南门', '大堂门'] }, { locks: ['地下车库'] }],
      sideDoorEvery: 1,
      landlords: ['landlord@harbor.example', 'chen.jing@haigang.example', 'wang.lei@haigang.example'],
      people: gardenPeople,
      visitors: chineseVisitors,
      hours: earlyHours,
    },
    {
      name: 'Gärtnerstraße 12',
      timezone: 1,
      flats: 40,
      perFloor: 8,
      // As on a doorplate, the name comes first.
      label: ({ floor, position, family }) => {
        const place = `${stairs[position - 1]} ${floor === 1 ? 'EG' : floor - 1}`;
        return family === null ? place : `${family}, ${place}`;
      },
      doors: [{ locks: ['Haustür'] }, { locks: ['Hoftür', 'Fahrradkeller'] }],
      sideDoorEvery: 2,
      landlords: ['verwaltung@groessl-immobilien.example', 'heike.mueller@post.example'],
      people: altbauPeople,
      visitors: germanVisitors,
      hours: homeHours,
    },
    {
      name: "O'Brien's Court",
      timezone: 0,
      flats: 30,
      perFloor: 10,
      label: ({ floor, position }) => `Apt ${floor}${String.fromCharCode(64 + position)}`,
      doors: [{ locks: ['Main entrance'] }, { locks: ['Mews gate'] }],
      sideDoorEvery: 1,
      landlords: ["siobhan.o'brien@court.example", 'estate@court.example'],
      people: courtPeople,
      visitors: englishVisitors,
      hours: homeHours,
    },
    {
      name: 'برج المرجان',
      timezone: 4,
      flats: 36,
      perFloor: 6,
      label: ({ floor, position }) => `شقة ${floor}${two(position)}`,
      doors: [{ locks: ['البوابة الرئيسية'] }, { locks: ['موقف السيارات'] }],
      sideDoorEvery: 1,
      landlords: ['fatima.alfarsi@marjan.example', 'omar.haddad@marjan.example'],
      people: towerPeople,
      visitors: arabicVisitors,
      hours: lateHours,
    },
    {
      name: 'Lotus Terrace',
      timezone: 330,
      flats: 28,
      perFloor: 4,
      label: ({ floor, position }) => `${position > 2 ? 'B' : 'A'}-${floor}${two(2 - (position % 2))}`,
      doors: [{ locks: ['East porch'] }, { locks: ['Service lift'] }],
      sideDoorEvery: 3,
      landlords: ['ravi.kumar@lotus.example'],
      camera: 'flat',
      people: terracePeople,
      visitors: indianVisitors,
      hours: lateHours,
    },
    {
      name: '48 Mercer Street',
      timezone: -300,
      flats: 24,
      perFloor: 4,
      label: ({ floor, position }) => (floor === 1 ? `Shop ${position}` : `Suite ${floor}${two(position)}`),
      doors: [{ locks: ['Street door'] }, { locks: ['Loading dock'] }],
      sideDoorEvery: 1,
      landlords: ['leasing@mercer48.example', 'dolores.vega@mercer48.example'],
      people: officePeople,
      visitors: officeVisitors,
      hours: officeHours,
    },
  ],
  newcomers: harborPeople,
  demoCodes: {
    'manager@harbor.example': [
      ['open', cleaner],
      ['ending', liftService],
      ['upcoming', windowCleaner],
      ['over', painters],
    ],
    'master@harbor.example': [
      ['open', dogWalker],
      ['ending', parcels],
      ['upcoming', weekendGuests],
      ['over', plumber],
    ],
    'guest@harbor.example': [
      ['open', pianoTeacher],
      ['ending', babysitter],
      ['upcoming', grandma],
      ['over', birthday],
    ],
  },
};
