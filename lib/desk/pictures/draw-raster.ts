import sharp from 'sharp';

/** What a picture may be. Never SVG: that is a document, with scripts and addresses of its own. */
export type RasterType = 'jpeg' | 'png' | 'gif' | 'webp';

export type Raster = { bytes: Buffer; type: 'image/jpeg' | 'image/png'; extension: 'jpg' | 'png' };

/** More than any camera or QR picture has; less than what fills the memory when unpacked. */
const MAX_PIXELS = 50_000_000;

/** The kind of picture that the first bytes say; null when they say none. What a name or a header says counts nothing. */
export function rasterTypeOf(bytes: Uint8Array): RasterType | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 16));
  const starts = (...values: number[]) => values.every((value, at) => head[at] === value);
  if (starts(0xff, 0xd8, 0xff)) return 'jpeg';
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  const text = head.toString('latin1');
  if (/^GIF8[79]a/.test(text)) return 'gif';
  return text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP' ? 'webp' : null;
}

/** What the cloud's pictures are read back with is capped at 2 MiB: what is drawn here stays well below. */
const MAX_PNG_BYTES = 1024 * 1024;

/**
 * The picture drawn anew, at most `edge` pixels wide and high: nothing of the file survives but its pixels, so neither a
 * place and a camera's number in the metadata nor a second file hidden behind the first. Photos stay JPEG, the rest
 * becomes PNG, or JPEG where that would be too large. Null when the bytes are no picture of the types named.
 */
export async function redraw(
  bytes: Uint8Array,
  { edge, types }: { edge: number; types: readonly RasterType[] },
): Promise<Raster | null> {
  const type = rasterTypeOf(bytes);
  if (type === null || !types.includes(type)) return null;
  try {
    const picture = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
      // Turns it as the camera was held, before the metadata that says so is gone.
      .autoOrient()
      .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true });
    if (type !== 'jpeg') {
      const png = await picture.clone().png().toBuffer();
      if (png.length <= MAX_PNG_BYTES) return { bytes: png, type: 'image/png', extension: 'png' };
    }
    const jpeg = await picture.flatten({ background: 'white' }).jpeg({ quality: 85 }).toBuffer();
    return { bytes: jpeg, type: 'image/jpeg', extension: 'jpg' };
  } catch {
    return null;
  }
}
