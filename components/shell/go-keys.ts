import type { DestinationName } from '@/lib/desk/palette/destination-names';

/** After `g`, the letter that goes to a page. */
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
