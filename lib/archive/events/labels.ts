export type EventTypeKey = 'call' | 'answered' | 'doorcode' | 'pin' | 'app' | 'card' | 'other';

const keys: readonly EventTypeKey[] = ['call', 'answered', 'doorcode', 'pin', 'app', 'card'];

/** Types outside the vendor's document are shown as `other`. */
export function eventTypeKey(type: number): EventTypeKey {
  return keys[type] ?? 'other';
}
