import type { Cloud } from '../simulator/cloud/cloud';

/**
 * A word that stands in every secret of a leak test and nowhere else, so that one search finds them all. Letters and
 * digits alone: no escaping of URLs, JSON or HTML changes it, whatever it does to the characters around it.
 */
const marker = 'Kf9wQz7LeakX2vBnT4';

/** What surrounds the marker in a secret: characters that every kind of escaping has to do something about. */
const around = `"&<'>\\ é%`;

/** A secret that a leak test plants: `what` says which, for whoever reads that it has leaked. */
export type Canary = { what: string; value: string | Buffer };

let planted = 0;

/** A secret of its own that no other is equal to. */
export function makeCanary(what: string): Canary & { value: string } {
  planted += 1;
  return { what, value: `${planted}${marker}${planted}${around}` };
}

/** The same without characters that a setting's syntax does not take. */
export function makePlainCanary(what: string): Canary & { value: string } {
  planted += 1;
  return { what, value: `${planted}${marker}${planted}` };
}

/** 32 bytes, as a vault key has to be. */
export function makeKeyCanary(what: string): Canary & { value: string } {
  return { what, value: Buffer.from(marker.padEnd(32, '0')).toString('base64') };
}

/** Gives every account and every door of a cloud passwords that can be found again. */
export function plantCanaries({ world }: Cloud): Canary[] {
  const canaries: Canary[] = [];
  const plant = (what: string) => {
    const canary = makeCanary(what);
    canaries.push(canary);
    return canary.value;
  };
  for (const account of world.accounts()) account.password = plant(`the password of ${account.account}`);
  for (const door of world.doors.values()) {
    door.password = plant(`gid_passwd of ${door.gid}`);
    door.fixedLockPassword = plant(`lock_passwd of ${door.gid}`);
  }
  return canaries;
}

/** Every way in which a secret may be written down. */
export function formsOf(secret: string | Buffer): Map<string, Buffer> {
  const bytes = Buffer.isBuffer(secret) ? secret : Buffer.from(secret);
  const forms = new Map<string, Buffer>([['as it is', bytes]]);
  const add = (form: string, text: string) => forms.set(form, Buffer.from(text));
  for (const offset of [0, 1, 2]) {
    const text = base64At(bytes, offset);
    add(`base64, offset ${offset}`, text);
    add(`base64url, offset ${offset}`, text.replaceAll('+', '-').replaceAll('/', '_'));
  }
  const hex = bytes.toString('hex');
  add('hex', hex);
  add('HEX', hex.toUpperCase());
  add('percent-encoded bytes', hex.toUpperCase().replace(/../g, '%$&'));
  add('escaped bytes', hex.replace(/../g, '\\x$&'));
  add('bytes as numbers', [...bytes].join(','));
  forms.set('UTF-16', Buffer.from(bytes.toString('utf8'), 'utf16le'));
  if (Buffer.isBuffer(secret)) return forms;

  const json = JSON.stringify(secret).slice(1, -1);
  add('URL-encoded', encodeURIComponent(secret));
  add('form-encoded', new URLSearchParams({ x: secret }).toString().slice(2));
  add('JSON', json);
  add('JSON inside JSON', JSON.stringify(json).slice(1, -1));
  add(
    'JSON, all escaped',
    secret.replace(/[\s\S]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
  add('HTML', asHtml(secret));
  return forms;
}

/** The characters of base64 that `bytes` alone decide, when they stand `offset` bytes into what is encoded. */
function base64At(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
}

function asHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#x27;');
}

export type Leak = { what: string; form: string };

/** Searches for canaries, and for further secrets that carry no marker. */
export class LeakSearch {
  readonly #canaries: Canary[] = [];
  readonly #unmarked: Canary[] = [];
  #needles: { form: string; needle: Buffer; what: string | null }[] = [...formsOf(marker)].map(
    ([form, needle]) => ({ form, needle, what: null }),
  );

  /** Secrets made or planted here. */
  add(...canaries: Canary[]): void {
    this.#canaries.push(...canaries);
  }

  /** A secret that somebody else made, such as a session's id. */
  addUnmarked(canary: Canary): void {
    if (this.#unmarked.some(({ value }) => value === canary.value)) return;
    this.#unmarked.push(canary);
    for (const [form, needle] of formsOf(canary.value))
      this.#needles.push({ form, needle, what: canary.what });
  }

  find(text: string | Buffer): Leak[] {
    const bytes = Buffer.isBuffer(text) ? text : Buffer.from(text);
    return this.#needles
      .filter(({ needle }) => bytes.includes(needle))
      .map(({ form, what }) => ({ form, what: what ?? this.#name(bytes) }));
  }

  #name(bytes: Buffer): string {
    const known = this.#canaries.filter(({ value }) =>
      [...formsOf(value).values()].some((needle) => bytes.includes(needle)),
    );
    return known.map(({ what }) => what).join(', ') || 'part of a secret';
  }
}
