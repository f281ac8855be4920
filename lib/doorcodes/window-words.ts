import { dayText } from '@/lib/text/wall-text';
/** `2026-11-24 09:00:00` or `2026-11-24T09:00`, read as UTC. Null if it is neither. */
export function wallAsUtc(text: string | null): number | null {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(:\d\d)?$/.exec(text ?? '');
  if (!match) return null;
  const time = Date.parse(`${match[1]}T${match[2]}${match[3] ?? ':00'}Z`);
  return Number.isNaN(time) ? null : time;
}

/** "Tue, Nov 24, 09:00–12:00". Names the year if it is not `year`. Formatted as UTC, because a wall time has no zone. */
export function windowWords(
  window: { from: string | null; to: string | null },
  locale: string,
  year: number,
): string {
  const from = wallAsUtc(window.from);
  const to = wallAsUtc(window.to);
  const words = (wall: number | null, text: string | null) =>
    wall === null ? (text ?? '…') : momentWords(wall, locale, year);
  if (from === null || to === null) return `${words(from, window.from)} – ${words(to, window.to)}`;
  const sameDay = dayText(from) === dayText(to);
  if (sameDay) return `${momentWords(from, locale, year)}–${clockWords(to)}`;
  return `${momentWords(from, locale, year)} – ${momentWords(to, locale, year)}`;
}

/** "Tue, Nov 24, 09:00", or "Nov 24, 09:00" in a narrow column. The style of all other dates (lib/i18n/formats.ts). */
export function momentWords(
  wall: number,
  locale: string,
  year: number,
  { short = false }: { short?: boolean } = {},
): string {
  const withYear = new Date(wall).getUTCFullYear() !== year;
  return new Intl.DateTimeFormat(locale, {
    ...(short ? {} : { weekday: 'short' }),
    day: 'numeric',
    month: 'short',
    ...(withYear ? { year: 'numeric' } : {}),
    hour: '2-digit',
    minute: '2-digit',
    ...(hasSeconds(wall) ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
    timeZone: 'UTC',
  }).format(wall);
}

function hasSeconds(wall: number): boolean {
  return new Date(wall).getUTCSeconds() > 0;
}

function clockWords(wall: number): string {
  return new Date(wall).toISOString().slice(11, hasSeconds(wall) ? 19 : 16);
}
