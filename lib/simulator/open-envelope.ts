import { decodeBody, encodeBody } from '../doordeer/codec';
import { isRecord } from './calls/list-of';
import type { Settings } from './faults/settings';

/** Returns null if the framing or the key does not match the settings. */
export function readRequest(
  text: string,
  given: { key: string; settings: Readonly<Settings> },
): Record<string, unknown> | null {
  const { key, settings } = given;
  const field = settings.requestField;
  const body = field === '' ? text : new URLSearchParams(text).get(field);
  if (body === null) return null;
  // The codec also takes plain JSON, which a cloud set to encrypt must refuse.
  if (settings.encryption === 'rc4' && /^\s*[{[]/.test(body)) return null;
  try {
    const json = decodeBody(body, key);
    return isRecord(json) ? json : null;
  } catch {
    return null;
  }
}

export function writeAnswer(json: unknown, given: { key: string; settings: Readonly<Settings> }): string {
  if (given.settings.encryption === 'none') return JSON.stringify(json);
  const text = encodeBody(json, given.key);
  switch (given.settings.base64) {
    case 'lines':
      return text.replace(/.{1,76}/g, '$&\r\n');
    case 'unpadded':
      return text.replace(/=+$/, '');
    case 'url':
      return text.replaceAll('+', '-').replaceAll('/', '_');
    default:
      return text;
  }
}
