import type { DestinationName } from '@/lib/desk/palette/destination-names';

/** The letter after `g` for each page. */
export const goKeys: Record<DestinationName, string> = {
  overview: 'o',
  buildings: 'b',
  masters: 'm',
  shares: 's',
  doorcodes: 'd',
  events: 'e',
  people: 'p',
  keys: 'k',
  jobs: 'j',
  exports: 'x',
  audit: 'a',
  settings: ',',
};
