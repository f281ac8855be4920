/** In its own file: browsers need the names, but not zod. */
export const locales = ['en', 'zh'] as const;
export type Locale = (typeof locales)[number];

export const themes = ['system', 'light', 'dark'] as const;
export const densities = ['comfortable', 'compact'] as const;
export const timeDisplays = ['relative', 'exact'] as const;
export const visitDisplays = ['1', '0'] as const;
export const patternDisplays = ['0', '1'] as const;
/** `auto`: open where the window is wide enough. */
export const timelineDisplays = ['auto', '1', '0'] as const;
export const stepDisplays = ['1', '0'] as const;
export const zoneDisplays = ['building', 'utc', 'own'] as const;

export const preferenceCookies = {
  locale: 'doordesk-locale',
  theme: 'doordesk-theme',
  density: 'doordesk-density',
  times: 'doordesk-times',
  zones: 'doordesk-zones',
  ownZone: 'doordesk-own-zone',
  tables: 'doordesk-tables',
  visits: 'doordesk-visits',
  patterns: 'doordesk-patterns',
  timeline: 'doordesk-timeline',
  steps: 'doordesk-steps',
} as const;

export type PreferenceName = keyof typeof preferenceCookies;

/** Each building's own clock, or one IANA zone for all. */
export function chosenClock({
  zones,
  ownZone,
}: {
  zones: (typeof zoneDisplays)[number];
  ownZone: string;
}): string {
  return zones === 'building' ? zones : zones === 'utc' ? 'UTC' : ownZone;
}
