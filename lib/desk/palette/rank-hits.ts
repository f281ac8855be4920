import { compareNames } from '@/lib/text/order-key';
import type { PaletteHit } from './hit-rows';

export type ScoredHit = { score: number; hit: PaletteHit };

const mostOfKind = 6;

export function bestInOrder(found: ScoredHit[]): PaletteHit[] {
  return found
    .toSorted((a, b) => b.score - a.score)
    .slice(0, mostOfKind)
    .map(({ hit }) => hit);
}

export function best(found: ScoredHit[]): PaletteHit[] {
  return found
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || compareNames(a.hit.label, b.hit.label))
    .slice(0, mostOfKind)
    .map(({ hit }) => hit);
}
