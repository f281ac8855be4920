import { escapeMarkup } from '@/lib/text/escape-markup';

/** An SVG path, and its hover text. */
export type Shape = { d: string; title: string };

/**
 * Many shapes as one piece of markup. As elements, React would render, send and read hundreds of them twice, which
 * took longer than the rest of the overview.
 */
export function Shapes({ shapes, className }: { shapes: readonly Shape[]; className: string }) {
  const markup = shapes
    .map(({ d, title }) => `<path d="${escapeMarkup(d)}"><title>${escapeMarkup(title)}</title></path>`)
    .join('');
  // biome-ignore lint/security/noDangerouslySetInnerHtml: everything in it was escaped just above.
  return <g className={className} dangerouslySetInnerHTML={{ __html: markup }} />;
}
