import { type BuildingPlan, everyDay, type Population, two, type Visitor, type WorldPlan } from './plan';
import { homeHours } from './usual-week';

const firstNames = [
  'anna',
  'bao',
  'carlos',
  'dina',
  'emil',
  'fatima',
  'george',
  'hana',
  'ivan',
  'jun',
  'karin',
  'liang',
  'maria',
  'noor',
  'oscar',
  'priya',
  'qiang',
  'rosa',
  'samir',
  'tomas',
  'uma',
  'viktor',
  'wei',
  'xin',
  'yusuf',
  'zoë',
];

const lastNames = [
  'adams',
  'becker',
  'chen',
  "d'angelo",
  'evans',
  'fischer',
  'garcia',
  'huang',
  'ibrahim',
  'jones',
  'kowalski',
  'li',
  "o'neill",
  'nguyen',
  'okafor',
  'patel',
  'quinn',
  'rossi',
  'schäfer',
  'tanaka',
  'unger',
  'van.dijk',
  'wang',
  'zhang',
];

const visitorNames = [
  'Cleaner Tuesday',
  'Courier',
  'Dog walker',
  'Grandma',
  'Plumber (sink)',
  'Piano teacher',
  "Conor's birthday",
  'Smith & Daughters movers',
  '李师傅',
  '快递小王',
  '钟点工阿姨',
  '装修队 3人',
  'Putzfrau Fr. Öztürk',
  'Schornsteinfeger',
  'عامل النظافة',
  'أم خالد',
  'Airbnb guest',
  '=Plumber',
  '+49 handyman',
  '@evening nurse',
  'Piano\u200B tuner',
  'Delivery \u202Exobkrap',
  '<b>Sofa</b> delivery',
  'Babysitter "Mia"',
  'Window cleaner; 2nd floor',
  'Fernwärme, Ablesung',
];

const longName = `Everybody who comes to Great-Uncle Bartholomew's ninetieth birthday, ${'his neighbours from the second floor, '.repeat(6)}and the band`;

const people: Population = {
  families: lastNames,
  given: firstNames,
  address: (given, family) => `${given}.${family}@mail.example`,
  fullName: (given, family) => `${given} ${family}`,
  phone: '+86 1##########',
  language: 'en',
  vacant: 0.13,
};

const visitor = (name: string): Visitor => ({
  name,
  madeBy: 'anyone',
  habit: { days: everyDay, hours: [7, 21], chance: 0.09 },
  nights: null,
});

const visitors = visitorNames.map(visitor);

const everywhere = { people, visitors, hours: homeHours };

const buildings: BuildingPlan[] = [
  {
    name: 'Harbor View',
    timezone: 8,
    flats: 60,
    perFloor: 6,
    label: ({ floor, position }) => `${floor}-${two(position)}`,
    doors: [{ locks: ['Front gate', 'Lobby door'] }, { locks: ['Garage'] }, { locks: ['Rear lock'] }],
    sideDoorEvery: 1,
    landlords: ['landlord@harbor.example', 'grace.tan@harbor.example', "maeve.o'connor@harbor.example"],
    camera: 'lobby',
    ...everywhere,
  },
  {
    name: '海港花园',
    timezone: 8,
    flats: 48,
    perFloor: 8,
    label: ({ floor, position }) => `${position > 4 ? 2 : 1}栋${floor}${two(position)}`,
    doors: [{ locks: ['南门', '大堂门'] }, { locks: ['地下车库'] }],
    sideDoorEvery: 1,
    landlords: ['landlord@harbor.example', 'chen.jing@haigang.example', 'wang.lei@haigang.example'],
    ...everywhere,
  },
  {
    name: 'Gärtnerhof & Söhne',
    timezone: 1,
    flats: 40,
    perFloor: 4,
    label: ({ floor, position }) => `Whg. ${floor}.${position} ${position % 2 === 0 ? 'rechts' : 'links'}`,
    doors: [{ locks: ['Haustür'] }, { locks: ['Hoftür', 'Fahrradkeller'] }],
    sideDoorEvery: 2,
    landlords: ['jürgen.müller@gaertnerhof.example', 'heike.groß@gaertnerhof.example'],
    ...everywhere,
  },
  {
    name: "O'Brien's Court",
    timezone: 0,
    flats: 30,
    perFloor: 5,
    label: ({ floor, position }) => `Apt ${floor}${String.fromCharCode(64 + position)}`,
    doors: [{ locks: ['Main entrance'] }, { locks: ["Mews gate & O'Shea's yard"] }],
    sideDoorEvery: 1,
    landlords: ["siobhan.o'brien@court.example", 'estate@court.example'],
    ...everywhere,
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
    ...everywhere,
  },
  {
    name: 'Lotus Terrace',
    timezone: 330,
    flats: 28,
    perFloor: 4,
    label: ({ floor, position }) => `T${floor}/${position}`,
    doors: [{ locks: ['East porch'] }, { locks: ['Service lift'] }],
    sideDoorEvery: 3,
    landlords: ['ravi.kumar@lotus.example'],
    camera: 'flat',
    ...everywhere,
  },
  {
    name: '=1+1 Lofts',
    timezone: -300,
    flats: 24,
    perFloor: 4,
    label: ({ floor, position }) =>
      position === 4 ? `Loft ${floor}\u200B${position}` : `Loft ${floor}${position}`,
    doors: [{ locks: ['Street door'] }, { locks: ['Loading dock'] }],
    sideDoorEvery: 1,
    landlords: ['+rent@lofts.example', 'dolores.vega@lofts.example'],
    ...everywhere,
  },
];

const demoCodes = (['open', 'ending', 'upcoming', 'over'] as const).map(
  (state, index) => [state, visitor(visitorNames[index * 5] ?? '')] as const,
);

/**
 * The world of the seed `torture`: four scripts, apostrophes, ampersands, markup, a leading "=", a right-to-left
 * override, a zero-width space, a code without a name and one with a very long name.
 */
export const torture: WorldPlan = {
  buildings,
  newcomers: people,
  demoCodes: Object.fromEntries(
    ['manager@harbor.example', 'master@harbor.example', 'guest@harbor.example'].map((creator) => [
      creator,
      [...demoCodes, ['open', visitor(longName)], ['ending', visitor('')]] as const,
    ]),
  ),
};
