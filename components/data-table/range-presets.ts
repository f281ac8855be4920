import { isZoneName, zoneOffset } from '@/lib/devices/time-zone';
import { dayText } from '@/lib/text/wall-text';

export const dayPresets = ['today', 'lastWeekend', 'last7', 'last30'] as const;
export const timePresets = ['today', 'lastNight', 'lastWeekend', 'last7', 'last30'] as const;

const DAY = 86_400_000;
const [nightBegins, nightEnds] = ['T22:00', 'T06:00'];

/** First and last day or minute, both included, as the address writes them, on the clock of `zone`. */
export function presetRange(
  preset: (typeof timePresets)[number],
  zone: string,
  now: Date,
): [from: string, to: string] {
  const wall = now.getTime() + zoneOffset(zone, now.getTime());
  const ago = (days: number) => dayText(wall - days * DAY);
  if (preset === 'lastNight') return [ago(1) + nightBegins, ago(0) + nightEnds];
  if (preset === 'lastWeekend') {
    // The last one that is over. Days of the week begin with Sunday.
    const sunday = new Date(wall).getUTCDay() || 7;
    return [ago(sunday + 1), ago(sunday)];
  }
  return [ago({ today: 0, last7: 6, last30: 29 }[preset]), ago(0)];
}

/** The clock of a list's times: of the zone that its address names, otherwise the person's own. */
export function listClock(zone: string | null, { ownZone }: { ownZone: string }): string {
  return zone !== null && isZoneName(zone) ? zone : ownZone;
}

/** The preset that has this range now. */
export function presetOf(
  [from, to]: readonly [from: string, to: string],
  { timed, zone, now }: { timed: boolean; zone: string; now: Date },
): (typeof timePresets)[number] | null {
  const isRange = (preset: (typeof timePresets)[number]) => {
    const [first, last] = presetRange(preset, zone, now);
    return first === from && last === to;
  };
  return (timed ? timePresets : dayPresets).find(isRange) ?? null;
}
