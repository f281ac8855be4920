const values = new WeakMap<Secret, string>();

/** Holds a vendor secret. Printing, logging or serialising the holder does not leak it. */
export class Secret {
  constructor(value: string) {
    values.set(this, value);
  }

  /** Call this at the last moment. Never store or log the result. */
  reveal(): string {
    return values.get(this) ?? '';
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}
