import { createHash } from 'node:crypto';
import { defineCall, success } from './define-call';

const formatNotSupported = 5;
const cannotTransform = 6;

/** 10016. "picture raw binary data" inside JSON is base64 of the file. A `data:` prefix is accepted. */
export const uploadHeadImg = defineCall({
  number: 10016,
  path: 'UploadHeadImg',
  changes: true,
  required: { filedata: 'text', fileext: 'text' },
  loginFailed: 4,
  answer({ filedata, fileext }, { world, caller, origin }) {
    const extension = fileext.toLowerCase().replace(/^\./, '');
    if (extension !== 'jpg' && extension !== 'png') return { re: formatNotSupported };
    const bytes = Buffer.from(filedata.replace(/^data:[^,]*,/, ''), 'base64');
    if (!(extension === 'png' ? isPng(bytes) : isJpeg(bytes))) return { re: cannotTransform };
    const name = `${createHash('sha256').update(bytes).digest('hex').slice(0, 24)}.${extension}`;
    world.pictures.set(name, { bytes, type: extension === 'png' ? 'image/png' : 'image/jpeg' });
    caller.picture = `/head/${name}`;
    return { re: success, head_url: `${origin}${caller.picture}` };
  },
});

function isPng(bytes: Buffer): boolean {
  return (
    bytes.length > 45 &&
    bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')) &&
    bytes.toString('latin1', 12, 16) === 'IHDR' &&
    bytes.readUInt32BE(16) > 0 &&
    bytes.readUInt32BE(20) > 0 &&
    bytes.includes('IEND')
  );
}

function isJpeg(bytes: Buffer): boolean {
  return (
    bytes.length > 100 &&
    bytes.readUInt16BE(0) === 0xffd8 &&
    bytes[2] === 0xff &&
    bytes.lastIndexOf('\xff\xd9', undefined, 'latin1') > 0
  );
}
