/** Texts of a clock that shows UTC, or of a wall time that is counted as if it were UTC. */

/** `YYYY-MM-DD`. */
export function dayText(time: number | Date): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** `YYYY-MM-DDTHH:MM`, as a form's field and an address have it. */
export function minuteText(time: number | Date): string {
  return new Date(time).toISOString().slice(0, 16);
}

/** `YYYY-MM-DD HH:MM:SS`. */
export function secondText(time: number | Date): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

/** `HH:00` of a whole hour. */
export function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
