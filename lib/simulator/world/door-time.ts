/** −14 to 14 are hours from UTC, a larger number is minutes (docs/vendor.md, reading 5). */
export function offsetMinutes(timezone: number): number {
  return Math.abs(timezone) <= 14 ? timezone * 60 : timezone;
}

function atDoor(instant: number, timezone: number): string {
  return new Date(instant + offsetMinutes(timezone) * 60_000).toISOString();
}

export function timeText(instant: number, timezone: number): string {
  return atDoor(instant, timezone).slice(0, 19).replace('T', ' ');
}

/** The document's integers: 20180612, and 93455 for 09:34:55. */
export type ClockNumbers = { date: number; time: number };

export function clockNumbers(instant: number, timezone: number): ClockNumbers {
  const text = atDoor(instant, timezone);
  return {
    date: Number(text.slice(0, 10).replaceAll('-', '')),
    time: Number(text.slice(11, 19).replaceAll(':', '')),
  };
}

/** Null if the day or time does not exist. */
export function instantOf(numbers: ClockNumbers, timezone: number): number | null {
  const date = String(numbers.date);
  const time = String(numbers.time).padStart(6, '0');
  if (!/^\d{8}$/.test(date) || !/^\d{6}$/.test(time)) return null;
  const text = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}`;
  const utc = Date.parse(`${text}Z`);
  // Date.parse turns 30 February into 1 March, so the result is compared with the text.
  if (Number.isNaN(utc) || new Date(utc).toISOString().slice(0, 19) !== text) return null;
  return utc - offsetMinutes(timezone) * 60_000;
}
