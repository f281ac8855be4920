/**
 * The people and houses of the made-up world. They are awkward on purpose: four scripts, apostrophes, ampersands, a
 * leading "=", a right-to-left override, a zero-width space and a name longer than any column.
 */
export type BuildingPlan = {
  name: string;
  /** As the device list gives it: hours from UTC up to 14, minutes beyond. */
  timezone: number;
  flats: number;
  /** Flats on one floor. */
  perFloor: number;
  label(floor: number, position: number): string;
  /** Each door's locks by alias. */
  doors: string[][];
  /** Every n-th flat has a channel at the doors after the first. */
  sideDoorEvery: number;
  landlords: string[];
  camera?: 'lobby' | 'flat';
};

const two = (value: number) => String(value).padStart(2, '0');

export const buildingPlans: BuildingPlan[] = [
  {
    name: 'Harbor View',
    timezone: 8,
    flats: 60,
    perFloor: 6,
    label: (floor, position) => `${floor}-${two(position)}`,
    doors: [['Front gate', 'Lobby door'], ['Garage'], ['Rear lock']],
    sideDoorEvery: 1,
    landlords: ['landlord@harbor.example', 'grace.tan@harbor.example', "maeve.o'connor@harbor.example"],
    camera: 'lobby',
  },
  {
    name: '海港花园',
    timezone: 8,
    flats: 48,
    perFloor: 8,
    label: (floor, position) => `${position > 4 ? 2 : 1}栋${floor}${two(position)}`,
    doors: [['南门', '大堂门'], ['地下车库']],
    sideDoorEvery: 1,
    landlords: ['landlord@harbor.example', 'chen.jing@haigang.example', 'wang.lei@haigang.example'],
  },
  {
    name: 'Gärtnerhof & Söhne',
    timezone: 1,
    flats: 40,
    perFloor: 4,
    label: (floor, position) => `Whg. ${floor}.${position} ${position % 2 === 0 ? 'rechts' : 'links'}`,
    doors: [['Haustür'], ['Hoftür', 'Fahrradkeller']],
    sideDoorEvery: 2,
    landlords: ['jürgen.müller@gaertnerhof.example', 'heike.groß@gaertnerhof.example'],
  },
  {
    name: "O'Brien's Court",
    timezone: 0,
    flats: 30,
    perFloor: 5,
    label: (floor, position) => `Apt ${floor}${String.fromCharCode(64 + position)}`,
    doors: [['Main entrance'], ["Mews gate & O'Shea's yard"]],
    sideDoorEvery: 1,
    landlords: ["siobhan.o'brien@court.example", 'estate@court.example'],
  },
  {
    name: 'برج المرجان',
    timezone: 4,
    flats: 36,
    perFloor: 6,
    label: (floor, position) => `شقة ${floor}${two(position)}`,
    doors: [['البوابة الرئيسية'], ['موقف السيارات']],
    sideDoorEvery: 1,
    landlords: ['fatima.alfarsi@marjan.example', 'omar.haddad@marjan.example'],
  },
  {
    name: 'Lotus Terrace',
    timezone: 330,
    flats: 28,
    perFloor: 4,
    label: (floor, position) => `T${floor}/${position}`,
    doors: [['East porch'], ['Service lift']],
    sideDoorEvery: 3,
    landlords: ['ravi.kumar@lotus.example'],
    camera: 'flat',
  },
  {
    name: '=1+1 Lofts',
    timezone: -300,
    flats: 24,
    perFloor: 4,
    label: (floor, position) =>
      position === 4 ? `Loft ${floor}\u200B${position}` : `Loft ${floor}${position}`,
    doors: [['Street door'], ['Loading dock']],
    sideDoorEvery: 1,
    landlords: ['+rent@lofts.example', 'dolores.vega@lofts.example'],
  },
];

export const models = ['DD-V7 Pro', 'DD-V5', 'DD-A20 Duo'];
export const cameraModel = 'DD-C3 Cam';

export const firstNames = [
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
export const lastNames = [
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

/** Visitors for whom a doorcode is made. */
export const visitorNames = [
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

export const longName = `Everybody who comes to Great-Uncle Bartholomew's ninetieth birthday, ${'his neighbours from the second floor, '.repeat(6)}and the band`;
