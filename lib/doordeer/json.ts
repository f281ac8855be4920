/**
 * Reads JSON as `JSON.parse` does, but refuses two things more. A key that comes twice in one object: `JSON.parse`
 * would silently keep the last value. Half of a surrogate pair (\ud800): UTF-8 cannot hold it. Keys that differ only in
 * blanks ("mainer", "mainer ") are the same key. Uses no recursion, and time in proportion to the text.
 */

export type JsonProblem = 'syntax' | 'duplicate-key' | 'too-deep' | 'not-utf8';

export class JsonFault extends Error {
  constructor(readonly problem: JsonProblem) {
    super(problem);
    this.name = 'JsonFault';
  }
}

/** The document's answers nest at most five levels. Code that walks a value may use recursion to this depth. */
const DEEPEST = 64;
const STRIDE = 65_536;
const LONGEST_NUMBER = 1_000;

// Text pasted from documents carries zero-width characters and byte-order marks. `\s` does not match them all.
const BLANKS = /[\s\u200B-\u200D\u2060\uFEFF]+/g;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const [ARRAY_OPENS, ARRAY_ENDS] = [0x5b, 0x5d];
const [OBJECT_OPENS, OBJECT_ENDS] = [0x7b, 0x7d];

export function withoutBlanks(text: string): string {
  return text.replace(BLANKS, '');
}

export function readJson(text: string): unknown {
  const steps = jsonSteps(text);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

export function* jsonSteps(text: string): Generator<void, unknown> {
  const reader = new Reader(text);
  let pauseAt = STRIDE;
  while (!reader.finished) {
    if (reader.at > pauseAt) {
      yield;
      pauseAt = reader.at + STRIDE;
    }
    if (reader.beginValue()) yield* reader.longText();
  }
  return reader.result;
}

type Container = {
  value: unknown[] | Record<string, unknown>;
  size: number;
  key: string;
  bare: Set<string> | null;
};

class Reader {
  at = 0;
  finished = false;
  result: unknown;
  private readonly stack: Container[] = [];

  constructor(private readonly text: string) {
    this.skipBlanks();
  }

  /** Reads to the end of the next value, bracket or brace. True: a long text begins here, for `longText` to read. */
  beginValue(): boolean {
    const inside = this.stack.at(-1);
    if (inside && this.endsContainer(inside)) return false;
    const code = this.code();
    if (code === QUOTE) {
      const end = this.textEnd(this.at + STRIDE);
      if (end === null) return true;
      this.put(this.take(end));
    } else if (code === OBJECT_OPENS || code === ARRAY_OPENS) {
      if (this.stack.length >= DEEPEST) throw new JsonFault('too-deep');
      this.stack.push({ value: code === ARRAY_OPENS ? [] : {}, size: 0, key: '', bare: null });
      this.at++;
      this.skipBlanks();
    } else {
      this.put(this.readScalar(code));
    }
    return false;
  }

  /** Reads a text too long for one step. A list may come as one string of JSON (docs/vendor.md, reading 3). */
  *longText(): Generator<void, void> {
    const pieces: string[] = [];
    let from = this.at + 1;
    for (;;) {
      const { end, last } = this.pieceEnd(from);
      pieces.push(unescaped(`"${this.text.slice(from, end)}"`));
      from = end;
      if (last) break;
      yield;
    }
    this.at = from + 1;
    this.put(wholeText(pieces.join('')));
  }

  private code(): number {
    return this.text.charCodeAt(this.at);
  }

  private skipBlanks(): void {
    for (let code = this.code(); code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09; )
      code = this.text.charCodeAt(++this.at);
  }

  private expect(code: number): void {
    if (this.code() !== code) throw new JsonFault('syntax');
    this.at++;
    this.skipBlanks();
  }

  private endsContainer(inside: Container): boolean {
    const isArray = Array.isArray(inside.value);
    if (this.code() === (isArray ? ARRAY_ENDS : OBJECT_ENDS)) {
      this.at++;
      this.stack.pop();
      this.put(inside.value);
      return true;
    }
    if (inside.size > 0) this.expect(COMMA);
    if (!isArray) {
      const end = this.code() === QUOTE ? this.textEnd(Number.POSITIVE_INFINITY) : null;
      if (end === null) throw new JsonFault('syntax');
      claimKey(inside, this.take(end));
      this.skipBlanks();
      this.expect(COLON);
    }
    return false;
  }

  private put(value: unknown): void {
    this.skipBlanks();
    const inside = this.stack.at(-1);
    if (!inside) {
      if (this.at < this.text.length) throw new JsonFault('syntax');
      this.finished = true;
      this.result = value;
      return;
    }
    inside.size++;
    if (Array.isArray(inside.value)) inside.value.push(value);
    // Assigning this key would replace the object's prototype.
    else if (inside.key === '__proto__')
      Object.defineProperty(inside.value, inside.key, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    else inside.value[inside.key] = value;
  }

  private textEnd(limit: number): number | null {
    for (let at = this.at + 1; at < limit; at++) {
      const code = this.text.charCodeAt(at);
      if (code === QUOTE) return at + 1;
      if (code === BACKSLASH) at++;
      else if (!(code >= 0x20)) throw new JsonFault('syntax');
    }
    return null;
  }

  private pieceEnd(from: number): { end: number; last: boolean } {
    const limit = from + STRIDE;
    for (let at = from; ; at++) {
      const code = this.text.charCodeAt(at);
      if (code === QUOTE) return { end: at, last: true };
      if (at >= limit) return { end: at, last: false };
      if (!(code >= 0x20)) throw new JsonFault('syntax');
      // An escape stays in one piece. The longest have six characters: \u0041.
      if (code === BACKSLASH) at += this.text.charCodeAt(at + 1) === 0x75 ? 5 : 1;
    }
  }

  private take(end: number): string {
    const body = this.text.slice(this.at + 1, end - 1);
    const text = body.includes('\\') ? wholeText(unescaped(this.text.slice(this.at, end))) : body;
    this.at = end;
    return text;
  }

  private readScalar(code: number): unknown {
    if (code === 0x74) return this.readWord('true', true);
    if (code === 0x66) return this.readWord('false', false);
    if (code === 0x6e) return this.readWord('null', null);
    NUMBER.lastIndex = this.at;
    const [source = ''] = NUMBER.exec(this.text) ?? [];
    if (source === '' || source.length > LONGEST_NUMBER) throw new JsonFault('syntax');
    this.at += source.length;
    const number = Number(source);
    // An id of 16 digits or more would lose its last digits in a double, so it stays text.
    const isCut = !Number.isSafeInteger(number) && /^-?\d+$/.test(source) && source !== String(number);
    return isCut ? source : number;
  }

  private readWord<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) throw new JsonFault('syntax');
    this.at += word.length;
    return value;
  }
}

function unescaped(quoted: string): string {
  try {
    return JSON.parse(quoted);
  } catch {
    throw new JsonFault('syntax');
  }
}

function wholeText(text: string): string {
  if (!text.isWellFormed()) throw new JsonFault('not-utf8');
  return text;
}

function claimKey(inside: Container, key: string): void {
  const bare = hasBlanks(key) ? withoutBlanks(key) : key;
  if (bare !== key) inside.bare ??= new Set(Object.keys(inside.value));
  if (inside.bare ? inside.bare.has(bare) : Object.hasOwn(inside.value, key))
    throw new JsonFault('duplicate-key');
  inside.bare?.add(bare);
  inside.key = key;
}

/** A quick first test: all blanks lie up to U+0020 or outside ASCII. */
function hasBlanks(key: string): boolean {
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    if (code <= 0x20 || code >= 0x80) return true;
  }
  return false;
}
