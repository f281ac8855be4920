import type { Outcome } from '@/lib/readings/outcome';
import type { Look } from './make-change';

export function lookAt<T>(reading: Outcome<T>, holds: (value: T) => boolean): Look {
  if (reading.state !== 'ok') return { state: 'unread', code: reading.errorCode };
  return { state: holds(reading.value) ? 'holds' : 'absent', at: reading.askedAt };
}

/** The vendor does not say whether accounts differ by case. Two addresses that differ only by case belong to one person. */
export function isSameAccount(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
