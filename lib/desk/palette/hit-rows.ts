// Apart from the schema: browsers need these words, and zod is heavy and tries `eval`, which our policy forbids.
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

/** What can be started on a thing that was found. */
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

/** One thing found: what it is called, what tells it apart from its namesakes, where it is, and what can be done with it. */
export type PaletteHit = {
  kind: PaletteKind;
  id: string;
  label: string;
  note: string;
  href: string;
  actions: PaletteAction[];
  /** The account that is signed in. */
  own?: true;
};
/** `unread`: rooms of which not all is known, so that codes and accounts of theirs may not be found. */
export type PaletteAnswer = { hits: PaletteHit[]; unread: number };
