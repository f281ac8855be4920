import { foldText } from '@/lib/archive/fold';

/**
 * A text by whose code units a database orders as people do: without case and accents, room 2 before room 10. Kept in a
 * column, because a database's own collations differ from server to server.
 */
export function orderKey(text: string): string {
  return foldText(text)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .trim()
    .replace(/\p{Nd}+/gu, (digits) => digits.replace(/^0+(?=.)/, '').padStart(12, '0'));
}
