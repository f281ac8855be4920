import { escapeMarkup } from '@/lib/text/escape-markup';

/** A path of an SVG, and the words that hovering it tells. */
export type Shape = { d: string; title: string };

/**
 * Many small shapes as one piece of markup. A picture has hundreds; as elements, React would draw, send and read each of
 * them twice over, which took longer than all else on the overview.
 */
export function Shapes({ shapes, className }: { shapes: readonly Shape[]; className: string }) {
  const markup = shapes
    .map(({ d, title }) => `<path d="${escapeMarkup(d)}"><title>${escapeMarkup(title)}</title></path>`)
    .join('');
  // biome-ignore lint/security/noDangerouslySetInnerHtml: everything in it was escaped just above.
  return <g className={className} dangerouslySetInnerHTML={{ __html: markup }} />;
}
