const mostPlaces = 20;

/** Codes for so many places, or for so long, need a confirmed identity. Both times are written alike, the year first. */
export function needsIdentityToIssue({
  places,
  from,
  to,
}: {
  places: number;
  from: string;
  to: string;
}): boolean {
  const yearLater = `${Number(from.slice(0, 4)) + 1}${from.slice(4)}`;
  return places > mostPlaces || to > yearLater;
}
