import { everyDay, type Visitor, workdays } from './plan';

type Weekly = Pick<Visitor, 'name' | 'madeBy'> & Visitor['habit'];

const regular = ({ name, madeBy, ...habit }: Weekly): Visitor => ({ name, madeBy, habit, nights: null });

const brief = (
  name: string,
  madeBy: Visitor['madeBy'],
  { nights = 0, hours = [8, 17], firstDay }: { nights?: number; hours?: [number, number]; firstDay?: number },
): Visitor => ({
  name,
  madeBy,
  habit: { days: everyDay, hours, chance: 0.85 },
  nights,
  ...(firstDay === undefined ? {} : { firstDay }),
});

const saturdays = [1, 2, 3, 4, 5, 6] as const;

export const cleaner = regular({
  name: 'Cleaner Tuesday',
  madeBy: 'manager',
  days: [2],
  hours: [9, 12],
  chance: 0.95,
});
export const liftService = regular({
  name: 'Lift maintenance',
  madeBy: 'manager',
  days: [4],
  hours: [10, 12],
  chance: 0.5,
});
export const parcels = regular({
  name: 'Parcel courier',
  madeBy: 'home',
  days: saturdays,
  hours: [11.5, 13.5],
  chance: 0.3,
});
export const dogWalker = regular({
  name: 'Dog walker',
  madeBy: 'home',
  days: workdays,
  hours: [12, 14],
  chance: 0.6,
});
export const pianoTeacher = regular({
  name: 'Piano teacher',
  madeBy: 'home',
  days: [4],
  hours: [16, 18],
  chance: 0.9,
});
export const babysitter = regular({
  name: 'Babysitter Mia',
  madeBy: 'home',
  days: [5, 6],
  hours: [18, 20],
  chance: 0.5,
});
export const grandma = regular({
  name: 'Grandma',
  madeBy: 'home',
  days: [0, 3],
  hours: [11, 16],
  chance: 0.6,
});
export const housekeeper = regular({
  name: 'Housekeeper Ana',
  madeBy: 'home',
  days: [1, 4],
  hours: [9, 13],
  chance: 0.9,
});
export const windowCleaner = brief('Window cleaner', 'manager', { nights: 1 });
export const painters = brief('Painters', 'manager', { nights: 4, firstDay: 1 });
export const plumber = brief('Plumber', 'home', { hours: [9, 16] });
export const weekendGuests = brief('Weekend guests', 'home', { nights: 2, hours: [15, 22], firstDay: 5 });
export const birthday = brief('Birthday party', 'home', { hours: [15, 20] });

export const englishVisitors: readonly Visitor[] = [
  cleaner,
  cleaner,
  liftService,
  windowCleaner,
  painters,
  brief('Meter reading', 'manager', {}),
  brief('Flat viewing', 'manager', { nights: 1, hours: [16, 19] }),
  parcels,
  parcels,
  dogWalker,
  pianoTeacher,
  babysitter,
  grandma,
  plumber,
  weekendGuests,
  birthday,
  brief('Movers', 'home', { hours: [8, 18] }),
];

export const germanVisitors: readonly Visitor[] = [
  regular({ name: 'Putzfrau Fr. Öztürk', madeBy: 'manager', days: [2], hours: [8, 11], chance: 0.95 }),
  regular({ name: 'Hausmeister Größl', madeBy: 'manager', days: [1, 5], hours: [7, 10], chance: 0.7 }),
  brief('Schornsteinfeger', 'manager', { hours: [8, 12] }),
  brief('Fernwärme, Ablesung', 'manager', { hours: [9, 15] }),
  brief('Maler Müller & Söhne', 'manager', { nights: 4, firstDay: 1 }),
  regular({ name: 'Paketbote', madeBy: 'home', days: saturdays, hours: [11, 13.5], chance: 0.35 }),
  regular({ name: 'Oma Renate', madeBy: 'home', days: [0, 3], hours: [13, 16], chance: 0.7 }),
  regular({ name: 'Nachhilfe Jonas', madeBy: 'home', days: [1, 4], hours: [15, 17], chance: 0.8 }),
  regular({ name: 'Pflegedienst', madeBy: 'home', days: everyDay, hours: [8, 10], chance: 0.8 }),
  brief('Besuch aus München', 'home', { nights: 2, hours: [14, 22], firstDay: 5 }),
  brief('Klempner', 'home', { hours: [8, 15] }),
  brief('Umzug Weiß', 'home', { hours: [8, 18] }),
];

export const chineseVisitors: readonly Visitor[] = [
  regular({ name: '保洁王阿姨', madeBy: 'manager', days: [2, 5], hours: [8, 11], chance: 0.9 }),
  regular({ name: '电梯维保', madeBy: 'manager', days: [3], hours: [9, 11], chance: 0.5 }),
  brief('物业维修', 'manager', {}),
  brief('燃气安检', 'manager', { hours: [9, 16] }),
  brief('看房客户', 'manager', { nights: 1, hours: [10, 18] }),
  regular({ name: '快递小李', madeBy: 'home', days: everyDay, hours: [11, 13.5], chance: 0.35 }),
  regular({ name: '钟点工刘阿姨', madeBy: 'home', days: [1, 3, 5], hours: [14, 17], chance: 0.85 }),
  regular({ name: '外婆', madeBy: 'home', days: [0, 6], hours: [9, 12], chance: 0.7 }),
  regular({ name: '钢琴老师', madeBy: 'home', days: [6], hours: [14, 16], chance: 0.9 }),
  brief('搬家公司', 'home', {}),
  brief('装修师傅', 'home', { nights: 5 }),
  brief('周末客人', 'home', { nights: 2, hours: [11, 21], firstDay: 5 }),
];

export const arabicVisitors: readonly Visitor[] = [
  regular({ name: 'عامل النظافة', madeBy: 'manager', days: [2, 6], hours: [9, 12], chance: 0.9 }),
  brief('صيانة المكيفات', 'manager', { nights: 1 }),
  brief('Pool service', 'manager', { hours: [8, 12] }),
  regular({ name: 'توصيل الطرود', madeBy: 'home', days: everyDay, hours: [11, 14], chance: 0.35 }),
  regular({ name: 'سائق العائلة', madeBy: 'home', days: workdays, hours: [6.5, 8], chance: 0.8 }),
  regular({ name: 'أم خالد', madeBy: 'home', days: [5], hours: [17, 21], chance: 0.8 }),
  brief('ضيوف العائلة', 'home', { nights: 3, hours: [17, 22] }),
];

export const indianVisitors: readonly Visitor[] = [
  regular({ name: 'Housekeeping Lakshmi', madeBy: 'manager', days: [2, 5], hours: [8, 11], chance: 0.9 }),
  brief('Lift inspection', 'manager', { hours: [10, 13] }),
  brief('Water tank cleaning', 'manager', {}),
  regular({ name: 'Milk delivery', madeBy: 'home', days: everyDay, hours: [6, 7], chance: 0.5 }),
  regular({ name: 'Cook Sunita', madeBy: 'home', days: saturdays, hours: [9, 11], chance: 0.8 }),
  regular({ name: 'Tuition Mr. Rao', madeBy: 'home', days: [1, 3, 5], hours: [17, 19], chance: 0.8 }),
  brief('Electrician', 'home', {}),
  brief('Cousins from Pune', 'home', { nights: 3, hours: [12, 21], firstDay: 4 }),
];

export const officeVisitors: readonly Visitor[] = [
  regular({ name: 'Night cleaning crew', madeBy: 'manager', days: workdays, hours: [19, 21], chance: 0.4 }),
  regular({ name: 'Cleaner Tuesday', madeBy: 'manager', days: [2], hours: [6.5, 8], chance: 0.95 }),
  brief('Fire alarm test', 'manager', { hours: [9, 12] }),
  brief('HVAC service', 'manager', { nights: 1 }),
  regular({ name: 'Mail and parcels', madeBy: 'home', days: workdays, hours: [11.5, 13], chance: 0.5 }),
  regular({ name: 'Coffee supplier', madeBy: 'home', days: [1], hours: [8, 9.5], chance: 0.9 }),
  regular({ name: 'IT support', madeBy: 'home', days: [2, 4], hours: [10, 15], chance: 0.4 }),
  brief('Interviews', 'home', { nights: 2, hours: [10, 16] }),
  brief('Auditors', 'home', { nights: 4, hours: [9, 17], firstDay: 1 }),
];
