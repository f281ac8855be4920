// Apart from the schema: browsers need these words. zod is large and tries `eval`, which our content policy forbids.
export const paletteKinds = [
  'buildings',
  'rooms',
  'doors',
  'people',
  'accounts',
  'doorcodes',
  'views',
] as const;
export type PaletteKind = (typeof paletteKinds)[number];

export const paletteDeeds = [
  'newDoorcode',
  'assignMaster',
  'addPerson',
  'handOutKey',
  'showRooms',
  'showMasters',
  'showShares',
  'showDoorcodes',
  'showPeople',
  'showKeys',
  'showEvents',
] as const;
export type PaletteAction = { deed: (typeof paletteDeeds)[number]; href: string };

export type PaletteHit = {
  kind: PaletteKind;
  id: string;
  label: string;
  note: string;
  href: string;
  actions: PaletteAction[];
  own?: true;
};
/** `unread`: rooms not fully read, whose codes and accounts may not be found. */
export type PaletteAnswer = { hits: PaletteHit[]; unread: number };
