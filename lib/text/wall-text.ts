/** Texts of a UTC clock, or of a wall time counted as UTC. */

export function dayText(time: number | Date): string {
  return new Date(time).toISOString().slice(0, 10);
}

export function minuteText(time: number | Date): string {
  return new Date(time).toISOString().slice(0, 16);
}

export function secondText(time: number | Date): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

export function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
