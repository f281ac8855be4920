import { databaseNow } from '@/lib/db/clock';
import { wallToInstant, type Zone } from '@/lib/devices/time-zone';
import type { WallTime } from '@/lib/doordeer/words';
import { minuteText } from '@/lib/text/wall-text';

export type WindowFault =
  | 'badDate'
  | 'badWindow'
  | 'doorcodes.fieldErrors.past'
  | 'doorcodes.fieldErrors.over'
  | 'doorcodes.fieldErrors.skipped'
  | 'doorcodes.fieldErrors.repeated'
  | 'doorcodes.fieldErrors.tooFar';

export type WindowFaults = { from?: WindowFault; to?: WindowFault };

/** Allows for the time between filling in the form and sending it. */
const latenessMs = 15 * 60_000;
const farthestMs = 10 * 366 * 24 * 3_600_000;

export function wallOfInput(text: string): WallTime {
  const [date = '', time = ''] = text.split('T');
  return { date, time: `${time}:00` };
}

/** Refuses an hour that daylight saving skips or repeats, because the door's behaviour is not known. */
export function faultsOfWindow(
  { from, to }: { from: string; to: string },
  zone: Zone,
  now = databaseNow(),
): WindowFaults {
  const begin = wallToInstant(zone, wallOfInput(from));
  const end = wallToInstant(zone, wallOfInput(to));
  const faults: WindowFaults = {};
  const fromFault = faultOfMoment(begin);
  const toFault = faultOfMoment(end);
  if (fromFault) faults.from = fromFault;
  if (toFault) faults.to = toFault;
  if (!begin || !end || fromFault || toFault) return faults;
  if (end.instant.getTime() <= now) faults.to = 'doorcodes.fieldErrors.over';
  else if (end.instant <= begin.instant) faults.to = 'badWindow';
  else if (end.instant.getTime() > now + farthestMs) faults.to = 'doorcodes.fieldErrors.tooFar';
  if (begin.instant.getTime() < now - latenessMs) faults.from = 'doorcodes.fieldErrors.past';
  return faults;
}

function faultOfMoment(moment: ReturnType<typeof wallToInstant>): WindowFault | null {
  if (!moment) return 'badDate';
  if (moment.fit === 'skipped') return 'doorcodes.fieldErrors.skipped';
  return moment.fit === 'repeated' ? 'doorcodes.fieldErrors.repeated' : null;
}

export const presets = ['hours3', 'today', 'weekend', 'week'] as const;
export type Preset = (typeof presets)[number];

const minute = 60_000;
const day = 24 * 60 * minute;

/** `wallNow`: the wall time read as UTC, in ms. A future weekend begins on Saturday. Days end a minute before midnight. */
export function presetWindow(preset: Preset, wallNow: number): { from: string; to: string } {
  const now = Math.floor(wallNow / minute) * minute;
  const today = Math.floor(now / day) * day;
  if (preset === 'hours3') return inputs(now, now + 180 * minute);
  if (preset === 'week') return inputs(now, now + 7 * day);
  // In the last minute of a day, "today" would end before it begins.
  if (preset === 'today') return inputs(now, Math.max(today + day - minute, now + minute));
  const weekday = new Date(today).getUTCDay();
  const saturday = today + ((6 - weekday + 7) % 7) * day;
  const sunday = weekday === 0 ? today : saturday + day;
  const from = weekday === 0 || weekday === 6 ? now : saturday;
  return inputs(from, Math.max(sunday + day - minute, from + minute));
}

function inputs(from: number, to: number) {
  return { from: minuteText(from), to: minuteText(to) };
}
