import type { Cloud } from '../simulator/cloud/cloud';

/** Part of every planted secret and of nothing else. Letters and digits only, which no escaping changes. */
const marker = 'Kf9wQz7LeakX2vBnT4';

const around = `"&<'>\\ é%`;

/** A secret that a leak test plants. `what` describes it in a report. */
export type Canary = { what: string; value: string | Buffer };

let planted = 0;

export function makeCanary(what: string): Canary & { value: string } {
  planted += 1;
  return { what, value: `${planted}${marker}${planted}${around}` };
}

export function makePlainCanary(what: string): Canary & { value: string } {
  planted += 1;
  return { what, value: `${planted}${marker}${planted}` };
}

/** Ends in bytes that are no text: a key of text is refused. */
export function makeKeyCanary(what: string): Canary & { value: string } {
  return { what, value: Buffer.from(marker.padEnd(32, '\0')).toString('base64') };
}

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

export class LeakSearch {
  readonly #canaries: Canary[] = [];
  readonly #unmarked: Canary[] = [];
  #needles: { form: string; needle: Buffer; what: string | null }[] = [...formsOf(marker)].map(
    ([form, needle]) => ({ form, needle, what: null }),
  );

  add(...canaries: Canary[]): void {
    this.#canaries.push(...canaries);
  }

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
