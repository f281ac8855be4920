/**
 * The floor in a room's label, or null. The vendor has no field for it, so this reads what people write: `1203`, `12-03`,
 * `2栋1203`, `Whg. 3.2 links`, `3F-2`, `3楼`.
 */
export function guessFloor(unit: string): number | null {
  const named =
    /(?<!\d)(\d{1,2})\s*(?:\/?F\b|楼|层|\.?\s?OG\b)/iu.exec(unit) ?? /\bF(\d{1,2})(?!\d)/iu.exec(unit);
  if (named) return Number(named[1]);
  const joined = [...unit.matchAll(/(?<!\d)(\d{1,2})\d{2}(?!\d)/gu)].at(-1);
  if (joined) return Number(joined[1]);
  const parted = [...unit.matchAll(/(?<!\d)(\d{1,2})[-./](\d{1,2})(?!\d)/gu)].at(-1);
  return parted ? Number(parted[1]) : null;
}
