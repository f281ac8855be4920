/**
 * Whether a label names the room by itself, as "Shop 1" or "管理处" do. "Room" in front of it would read doubled. A label
 * such as "A-101" or "12B" is a number.
 */
export function isRoomWord(unit: string): boolean {
  return /\p{L}{3}|\p{Script=Han}/u.test(unit);
}
