import { contentDisposition } from '@/lib/files/write/file-name';
import type { Raster } from './draw-raster';

export function pictureResponse(raster: Raster, name: string): Response {
  return new Response(new Uint8Array(raster.bytes), {
    headers: {
      'Content-Type': raster.type,
      'Content-Length': String(raster.bytes.length),
      'Content-Disposition': contentDisposition(name, raster.extension, 'inline'),
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cross-Origin-Resource-Policy': 'same-origin',
    },
  });
}
