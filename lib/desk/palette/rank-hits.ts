import { compareNames } from '@/lib/text/order-key';
import type { PaletteHit } from './hit-rows';

export type ScoredHit = { score: number; hit: PaletteHit };

/** Hits of one kind; more than fits in sight is no help. */
const mostOfKind = 6;

/** The hits of a list that has an order of its own, best first; of those that fit equally well, the list's first. */
export function bestInOrder(found: ScoredHit[]): PaletteHit[] {
  return found
    .toSorted((a, b) => b.score - a.score)
    .slice(0, mostOfKind)
    .map(({ hit }) => hit);
}

/** The hits that match, best first. */
export function best(found: ScoredHit[]): PaletteHit[] {
  return found
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || compareNames(a.hit.label, b.hit.label))
    .slice(0, mostOfKind)
    .map(({ hit }) => hit);
}
