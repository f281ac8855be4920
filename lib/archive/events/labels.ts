/** The key of an event type's word in `events.types`; `other` takes the number. */
export type EventTypeKey = 'call' | 'answered' | 'doorcode' | 'pin' | 'app' | 'card' | 'other';

const keys: readonly EventTypeKey[] = ['call', 'answered', 'doorcode', 'pin', 'app', 'card'];

/** A type outside the vendor's document is kept and shown as "other (n)". */
export function eventTypeKey(type: number): EventTypeKey {
  return keys[type] ?? 'other';
}
