import type { useTranslations } from 'next-intl';

type RoomWords = ReturnType<typeof useTranslations<'common.roomLabel'>>;

/**
 * What a room is called: "Room 503", or "Suite 503" if its label names it by itself. `form`: `title` where a sentence or a
 * cell begins, else `inText`.
 */
export function roomLabel(t: RoomWords, unit: string, form: 'title' | 'inText' = 'title'): string {
  return isRoomWord(unit) ? unit.trim() : t(form, { unit });
}

/** "Shop 1" and "管理处" are such labels. "A-101" and "12B" are numbers. */
function isRoomWord(unit: string): boolean {
  return /\p{L}{3}|\p{Script=Han}/u.test(unit);
}
