import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Shapes } from './shapes';

it('draws each shape with its text, whatever that contains', () => {
  const shapes = [
    { d: 'M0 0h1z', title: 'Mon 07:00 · 3' },
    { d: 'M1 0"/><script>', title: '</title><script>alert(1)</script> & "more"' },
  ];
  expect(renderToStaticMarkup(<Shapes className="fill-accent" shapes={shapes} />)).toBe(
    '<g class="fill-accent"><path d="M0 0h1z"><title>Mon 07:00 · 3</title></path>' +
      '<path d="M1 0&quot;/&gt;&lt;script&gt;"><title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;</title></path></g>',
  );
});
