import { dayText } from '@/lib/text/wall-text';
/** `2026-11-24 09:00:00` or `2026-11-24T09:00`, read as UTC. Null if it is neither. */
export function wallAsUtc(text: string | null): number | null {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(:\d\d)?$/.exec(text ?? '');
  if (!match) return null;
  const time = Date.parse(`${match[1]}T${match[2]}${match[3] ?? ':00'}Z`);
  return Number.isNaN(time) ? null : time;
}

/** "Tue 24 Nov 09:00–12:00". Names the year if it is not `year`. Formatted as UTC, because a wall time has no zone. */
export function windowWords(
  window: { from: string | null; to: string | null },
  locale: string,
  year: number,
): string {
  const from = wallAsUtc(window.from);
  const to = wallAsUtc(window.to);
  if (from === null || to === null) return [window.from ?? '…', window.to ?? '…'].join(' – ');
  const sameDay = dayText(from) === dayText(to);
  if (sameDay) return `${dayWords(from, locale, year)} ${clockWords(from)}–${clockWords(to)}`;
  return `${momentWords(from, locale, year)} – ${momentWords(to, locale, year)}`;
}

/** "Tue 24 Nov 09:00", or "24 Nov 09:00" in a narrow column. */
export function momentWords(
  wall: number,
  locale: string,
  year: number,
  { short = false }: { short?: boolean } = {},
): string {
  return `${dayWords(wall, locale, year, short)} ${clockWords(wall)}`;
}

function dayWords(wall: number, locale: string, year: number, short = false): string {
  const withYear = new Date(wall).getUTCFullYear() !== year;
  // en-GB for its order, without its comma after the weekday, because a time follows.
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    ...(short ? {} : { weekday: 'short' }),
    day: 'numeric',
    month: 'short',
    ...(withYear ? { year: 'numeric' } : {}),
    timeZone: 'UTC',
  })
    .format(wall)
    .replace(', ', ' ');
}

function clockWords(wall: number): string {
  const text = new Date(wall).toISOString();
  return text.slice(17, 19) === '00' ? text.slice(11, 16) : text.slice(11, 19);
}

/** The zone's city ("Shanghai", "Buenos Aires"), or "UTC+08:00" for a fixed offset, with `city` false. */
export function zoneCity(name: string): { city: boolean; text: string } {
  if (/^[+-]\d\d:\d\d$/.test(name)) return { city: false, text: `UTC${name}` };
  const last = name.split('/').at(-1) ?? name;
  if (!name.includes('/') || name.startsWith('Etc/')) return { city: false, text: last };
  return { city: true, text: last.replaceAll('_', ' ') };
}

/** The zone's name where the language has one ("中国时间"). Null if the city is clearer. */
export function zoneInOwnWords(name: string, locale: string): string | null {
  if (locale === 'en' || !name.includes('/')) return null;
  const parts = new Intl.DateTimeFormat(locale, {
    timeZone: name,
    timeZoneName: 'shortGeneric',
  }).formatToParts(0);
  const words = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  return /\p{Script=Han}/u.test(words) ? words : null;
}
