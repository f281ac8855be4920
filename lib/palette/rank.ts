import { compareNames } from '@/lib/text/order-key';
import type { PaletteHit } from './hits';

export type ScoredHit = { score: number; hit: PaletteHit };

/** Hits of one kind; more than fits in sight is no help. */
export const mostOfKind = 6;

/** The hits that match, best first. */
export function best(found: ScoredHit[]): PaletteHit[] {
  return found
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || compareNames(a.hit.label, b.hit.label))
    .slice(0, mostOfKind)
    .map(({ hit }) => hit);
}
