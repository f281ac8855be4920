import { setImmediate } from 'node:timers/promises';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { rasterTypeOf, redraw } from './draw-raster';

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#aa3311' } });
const all = ['png', 'jpeg', 'gif', 'webp'] as const;
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

describe('redraw', () => {
  it.each([
    ['png', 'image/png', 'png'],
    ['jpeg', 'image/jpeg', 'jpg'],
    ['gif', 'image/png', 'png'],
    ['webp', 'image/png', 'png'],
  ] as const)('encodes a %s again as %s', async (format, type, extension) => {
    const raster = await redraw(await plain(40, 30).toFormat(format).toBuffer(), { edge: 1024, types: all });
    expect(raster).toMatchObject({ type, extension });
    expect(await sharp(raster?.bytes).metadata()).toMatchObject({ width: 40, height: 30 });
  });

  it('makes a large picture fit, and keeps its shape', async () => {
    const raster = await redraw(await plain(3000, 1500).jpeg().toBuffer(), { edge: 1024, types: all });
    expect(await sharp(raster?.bytes).metadata()).toMatchObject({ width: 1024, height: 512 });
  });

  it('makes a JPEG of a PNG that would be too large to read back', async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 80 } as const;
    const file = await sharp({
      create: { width: 1200, height: 1200, channels: 3, background: '#000', noise },
    })
      .png()
      .toBuffer();
    const raster = await redraw(file, { edge: 1024, types: all });
    expect(raster?.type).toBe('image/jpeg');
    expect(raster?.bytes.length).toBeLessThan(2 * 1024 * 1024);
  });

  it('drops metadata, and rotates the picture as the metadata said', async () => {
    const file = await plain(40, 30)
      .withExif({ IFD0: { Copyright: 'place-canary' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const raster = await redraw(file, { edge: 1024, types: all });
    const metadata = await sharp(raster?.bytes).metadata();
    expect(metadata).toMatchObject({ width: 30, height: 40 });
    expect(metadata.exif).toBeUndefined();
    expect(raster?.bytes.includes('canary')).toBe(false);
  });

  it('leaves nothing of a second file behind the first', async () => {
    const file = Buffer.concat([
      await plain(4, 4).png().toBuffer(),
      Buffer.from('<script>alert(1)</script>'),
    ]);
    const raster = await redraw(file, { edge: 1024, types: all });
    expect(raster?.bytes.includes('script')).toBe(false);
  });

  it.each([
    ['SVG', svg],
    ['SVG behind blanks', Buffer.concat([Buffer.from('\n\n '), svg])],
    ['HTML', Buffer.from('<!doctype html><p>hello')],
    ['PDF', Buffer.from('%PDF-1.7\n')],
    ['text', Buffer.from('GIF8 nearly')],
    ['nothing', Buffer.alloc(0)],
    ['a PNG’s first bytes alone', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    [
      'a JPEG’s first bytes before rubbish',
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(500, 7)]),
    ],
  ])('refuses %s', async (_what, bytes) => {
    expect(await redraw(bytes, { edge: 1024, types: all })).toBeNull();
  });

  it('refuses half of a picture', async () => {
    const file = await plain(400, 400).png({ compressionLevel: 0 }).toBuffer();
    expect(await redraw(file.subarray(0, file.length / 2), { edge: 1024, types: all })).toBeNull();
  });

  it('refuses a type that was not requested', async () => {
    const gif = await plain(4, 4).gif().toBuffer();
    expect(rasterTypeOf(gif)).toBe('gif');
    expect(await redraw(gif, { edge: 1024, types: ['png', 'jpeg'] })).toBeNull();
  });

  it.each([
    ['16 bits a channel, interlaced', { width: 7000, height: 7000, depth: 16, interlaced: true }],
    ['8 bits a channel', { width: 6000, height: 6000, depth: 8, interlaced: false }],
    ['more pixels than sharp accepts', { width: 30_000, height: 30_000, depth: 8, interlaced: false }],
  ])('refuses a picture that would fill the memory, by its header: %s', async (_what, picture) => {
    const refused = redraw(pngHeader(picture), { edge: 1024, types: all });
    await expect(refused).rejects.toMatchObject({ code: 'too-large' });
  });

  it('decodes one large picture at a time', async () => {
    const file = await plain(1800, 1800).png().toBuffer();
    let most = 0;
    let going = true;
    const watching = (async () => {
      while (going) {
        most = Math.max(most, sharp.counters().process);
        await setImmediate();
      }
    })();
    const rasters = await Promise.all([1, 2, 3, 4].map(() => redraw(file, { edge: 1024, types: all })));
    going = false;
    await watching;
    expect(rasters.every((raster) => raster !== null)).toBe(true);
    expect(most).toBe(1);
  });
});

/** The first chunks of a PNG in RGB: enough to be judged by, too little to be decoded. */
function pngHeader(given: { width: number; height: number; depth: number; interlaced: boolean }): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(given.width, 0);
  header.writeUInt32BE(given.height, 4);
  header.set([given.depth, 2, 0, 0, given.interlaced ? 1 : 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(1_000)))]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data]);
  const lengthAndSum = Buffer.alloc(8);
  lengthAndSum.writeUInt32BE(data.length, 0);
  lengthAndSum.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([lengthAndSum.subarray(0, 4), body, lengthAndSum.subarray(4)]);
}
