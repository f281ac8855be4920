import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Transform } from 'node:stream';
import { OperatorFault } from '../../errors';

/** The file was changed, cut short, or is no backup. */
export class BackupFault extends OperatorFault {}

const magic = Buffer.from('DOORDESK-BACKUP1');
const saltLength = 32;
const checkLength = 8;
const headLength = magic.length + saltLength + checkLength;
const frameLength = 64 * 1024;
const tagLength = 16;

/** Each file has a key of its own, so that the numbers of frames can be nonces. */
function deriveKeys(root: Buffer, salt: Buffer): { key: Buffer; check: Buffer } {
  const bytes = Buffer.from(hkdfSync('sha256', root, salt, 'doordesk/backup/v1', 32 + checkLength));
  return { key: bytes.subarray(0, 32), check: bytes.subarray(32) };
}

/** The last frame has a nonce of its own, so that a file that was cut short does not open. */
function nonceOf(frame: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(frame));
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
}

/** Seals with AES-256-GCM, frame by frame, so that a file of any size needs little memory. `root`: the vault key. */
export function sealStream(root: Buffer): Transform {
  const salt = randomBytes(saltLength);
  const { key, check } = deriveKeys(root, salt);
  const head = Buffer.concat([magic, salt, check]);
  let pending: Buffer[] = [];
  let length = 0;
  let frame = 0;

  function seal(plain: Buffer, isLast: boolean): Buffer {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(frame++, isLast));
    cipher.setAAD(head);
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(body.length);
    return Buffer.concat([size, body, cipher.getAuthTag()]);
  }

  return new Transform({
    construct(done) {
      this.push(head);
      done();
    },
    transform(chunk: Buffer, _encoding, done) {
      pending.push(chunk);
      length += chunk.length;
      if (length >= frameLength) {
        const all = Buffer.concat(pending);
        let at = 0;
        for (; all.length - at >= frameLength; at += frameLength)
          this.push(seal(all.subarray(at, at + frameLength), false));
        pending = [all.subarray(at)];
        length = all.length - at;
      }
      done();
    },
    flush(done) {
      this.push(seal(Buffer.concat(pending), true));
      done();
    },
  });
}

/** The opposite of `sealStream`, with that one of `roots` under which it was sealed. Fails with `BackupFault`. */
export function openStream(roots: readonly Buffer[], onRoot: (root: Buffer) => void): Transform {
  let rest: Buffer = Buffer.alloc(0);
  let opened: { key: Buffer; head: Buffer } | null = null;
  let frame = 0;
  let isComplete = false;

  function readHead(): void {
    if (rest.length < headLength) return;
    const head = rest.subarray(0, headLength);
    if (!head.subarray(0, magic.length).equals(magic))
      throw new BackupFault('This file is not a backup of Doordesk');
    const salt = head.subarray(magic.length, magic.length + saltLength);
    const check = head.subarray(headLength - checkLength);
    const root = roots.find((one) => deriveKeys(one, salt).check.equals(check));
    if (!root)
      throw new BackupFault(
        'This backup was sealed with another DOORDESK_VAULT_KEY. Set the key that Doordesk had when it was made',
      );
    opened = { key: deriveKeys(root, salt).key, head };
    onRoot(root);
    rest = rest.subarray(headLength);
  }

  function openFrame(): Buffer | null {
    if (!opened || rest.length < 4) return null;
    const length = rest.readUInt32BE();
    if (isComplete || length > frameLength) throw new BackupFault('This backup is damaged');
    if (rest.length < 4 + length + tagLength) return null;
    const body = rest.subarray(4, 4 + length);
    const tag = rest.subarray(4 + length, 4 + length + tagLength);
    rest = rest.subarray(4 + length + tagLength);
    const number = frame++;
    for (const isLast of [false, true]) {
      const decipher = createDecipheriv('aes-256-gcm', opened.key, nonceOf(number, isLast));
      decipher.setAAD(opened.head);
      decipher.setAuthTag(tag);
      const plain = decipher.update(body);
      try {
        decipher.final();
      } catch {
        continue;
      }
      isComplete = isLast;
      return plain;
    }
    throw new BackupFault('This backup is damaged, or was changed');
  }

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
        if (!opened) readHead();
        for (let plain = openFrame(); plain; plain = openFrame()) this.push(plain);
        done();
      } catch (error) {
        // Only errors are thrown here, by Node's cipher and by ourselves.
        done(error as Error);
      }
    },
    flush(done) {
      done(isComplete && rest.length === 0 ? null : new BackupFault('This backup was cut short'));
    },
  });
}
