import { z } from 'zod';
import { textFilter } from '../table/query';

export const paletteQuery = z.object({ q: textFilter(100) });

export const paletteKinds = ['buildings', 'rooms', 'people', 'doorcodes', 'views'] as const;
export type PaletteKind = (typeof paletteKinds)[number];

/** One thing found: what it is called, what tells it apart from its namesakes, and where it is. */
export type PaletteHit = { kind: PaletteKind; id: string; label: string; note: string; href: string };
export type PaletteAnswer = { hits: PaletteHit[] };
