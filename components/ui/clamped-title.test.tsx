import { expect, test } from 'vitest';
import { keepHyphens } from './clamped-title';
import { renderInDesk } from './render-in-desk';

const render = (text: string) => renderInDesk(<p>{keepHyphens(text)}</p>);

test('a short word with a hyphen stays on one line', () => {
  const html = render('Close the vendor sign-in to this workspace?');
  expect(html).toMatch(/vendor (<!-- -->)?<span class="whitespace-nowrap">sign-in<\/span>/);
  expect(html.replace(/<[^>]*>/g, '')).toBe('Close the vendor sign-in to this workspace?');
});

test.each(['No hyphen', `${'a'.repeat(200)}-${'b'.repeat(200)}`, 'one-two-three-four', '2026-11-30'])(
  '%s may break',
  (text) => expect(render(text)).not.toContain('nowrap'),
);
