import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';

type Icon = { src: string; sizes: string; type: string; purpose?: string };

test('the manifest names icons of ours, in the sizes and for the uses that systems ask for', async () => {
  const { icons, ...app } = JSON.parse(readFileSync('public/manifest.webmanifest', 'utf8'));
  expect(app).toMatchObject({ id: '/', start_url: '/', scope: '/', display: 'standalone' });
  for (const { src, sizes, type } of icons as Icon[]) {
    const { width, height, format } = await sharp(`public${src}`).metadata();
    expect([src, `${width}x${height}`, `image/${format}`]).toEqual([src, sizes, type]);
  }
  const uses = (icons as Icon[]).map(({ sizes, purpose = 'any' }) => `${purpose} ${sizes}`);
  expect(uses).toEqual(['any 192x192', 'any 512x512', 'maskable 512x512', 'monochrome 512x512']);
});
