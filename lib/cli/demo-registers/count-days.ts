const day = 86_400_000;

export function dayAfter(from: string, days: number): string {
  return dayOf(Date.parse(from) + days * day);
}

/** In UTC. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

export function firstOfMonth(of: string): string {
  return `${of.slice(0, 8)}01`;
}

export function lastOfMonth(of: string): string {
  return dayAfter(firstOfMonth(dayAfter(firstOfMonth(of), 31)), -1);
}
