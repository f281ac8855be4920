import type { ServerResponse } from 'node:http';
import QRCode from 'qrcode';
import type { Cloud } from './cloud/cloud';
import { sendText } from './serve-call';

/** Pictures need no sign-in, as with the vendor: the address is enough. */
export async function servePicture(cloud: Cloud, path: string, response: ServerResponse): Promise<boolean> {
  const code = /^\/qrcode\/([0-9a-f]+)\.png$/.exec(path)?.[1];
  const head = /^\/head\/([0-9a-f]+\.(?:png|jpg))$/.exec(path)?.[1];
  if (code === undefined && head === undefined) return false;
  const found = code === undefined ? cloud.world.pictures.get(head ?? '') : await drawCode(cloud, code);
  if (!found) sendText(response, 404, 'no such picture');
  else
    response
      .writeHead(200, { 'Content-Type': found.type, 'Content-Length': found.bytes.length })
      .end(found.bytes);
  return true;
}

async function drawCode(cloud: Cloud, token: string): Promise<{ bytes: Buffer; type: string } | null> {
  const code = cloud.world.findCodeByToken(token);
  if (!code || code.revoked) return null;
  return { bytes: await QRCode.toBuffer(code.digits, { width: 320, margin: 2 }), type: 'image/png' };
}
