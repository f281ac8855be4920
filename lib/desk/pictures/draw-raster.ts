import sharp from 'sharp';
import { createTurns } from '@/lib/auth/run-in-turn';
import { DeskError } from '@/lib/errors';
import { processSlot } from '@/lib/process-slot';

/** Never SVG: it is a document that can hold scripts and addresses. */
export type RasterType = 'jpeg' | 'png' | 'gif' | 'webp';

export type Raster = { bytes: Buffer; type: 'image/jpeg' | 'image/png'; extension: 'jpg' | 'png' };

/**
 * Of the decoded picture: 33 megapixels of a camera. An interlaced PNG, a progressive JPEG, a GIF and a WebP are in
 * memory as a whole while they are decoded.
 */
const MAX_DECODED_BYTES = 100_000_000;

/** A larger picture is decoded only while no other large one is. A QR picture is below it, and never waits. */
const LARGE_DECODED_BYTES = 4_000_000;

/** Judges by the first bytes. A name or a header can lie. */
export function rasterTypeOf(bytes: Uint8Array): RasterType | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 16));
  const starts = (...values: number[]) => values.every((value, at) => head[at] === value);
  if (starts(0xff, 0xd8, 0xff)) return 'jpeg';
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  const text = head.toString('latin1');
  if (/^GIF8[79]a/.test(text)) return 'gif';
  return text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP' ? 'webp' : null;
}

/** The cloud's pictures are read with a limit of 2 MiB. What we send stays well below it. */
const MAX_PNG_BYTES = 1024 * 1024;

/**
 * Encodes the picture again, so that nothing hidden in the file remains. At most `edge` pixels wide and high. Large
 * pictures become JPEG. Null if the bytes are no picture of `types`. Throws DeskError: `too-large` before a picture
 * that would fill the memory is decoded, `throttled` when too many large ones wait.
 */
export async function redraw(
  bytes: Uint8Array,
  { edge, types }: { edge: number; types: readonly RasterType[] },
): Promise<Raster | null> {
  const type = rasterTypeOf(bytes);
  if (type === null || !types.includes(type)) return null;
  const decodedBytes = await readDecodedBytes(bytes);
  if (decodedBytes === null) return null;
  if (decodedBytes > MAX_DECODED_BYTES) throw new DeskError('too-large');
  const draw = () => encodeAgain(bytes, { edge, type });
  if (decodedBytes <= LARGE_DECODED_BYTES) return draw();
  turns.value ??= createTurns();
  const turn = turns.value('large-picture', draw);
  if (turn === null) throw new DeskError('throttled');
  return turn;
}

const turns = processSlot<ReturnType<typeof createTurns>>('picture-turns');

/** Reads only the file's header. Null if it cannot be read. */
async function readDecodedBytes(bytes: Uint8Array): Promise<number | null> {
  try {
    const { width, height, channels, depth } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return width * height * channels * (depth === 'uchar' ? 1 : 2);
  } catch {
    return null;
  }
}

async function encodeAgain(
  bytes: Uint8Array,
  { edge, type }: { edge: number; type: RasterType },
): Promise<Raster | null> {
  try {
    const picture = sharp(bytes, { limitInputPixels: MAX_DECODED_BYTES, failOn: 'error' })
      // Rotates the pixels as the metadata says, before the metadata is removed.
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
