import type { Settings } from '../faults/settings';
import type { Account } from '../world/model';
import type { World } from '../world/world';

export type CallContext = {
  world: World;
  settings: Readonly<Settings>;
  now: number;
  /** The cloud's present time. Its clock may be wrong. */
  cloudNow: number;
  origin: string;
};

/** An answer before it is shaped for the wire: whole numbers, lists as arrays, locks as pairs. */
export type Answer = { re: number; [field: string]: unknown };

export type Call = {
  number: number;
  path: string;
  changes: boolean;
  handle(body: Record<string, unknown>, comid: string, context: CallContext): Answer;
};

/** `text`: not empty; `int`: a whole number or its digits; `any`: present. Anything else counts as missing. */
type Kind = 'text' | 'int' | 'any';
type ValueOf<K extends Kind> = K extends 'int' ? number : K extends 'text' ? string : unknown;
type Required<P extends Record<string, Kind>> = { [N in keyof P]: ValueOf<P[N]> };
type Optional<P extends Record<string, Kind>> = { [N in keyof P]?: ValueOf<P[N]> };

export const success = 1;
export const failure = 2;
export const parametersMissing = 3;

/** A call that carries account and password: all but 10001 and 10010. */
export function defineCall<R extends Record<string, Kind>, O extends Record<string, Kind>>(spec: {
  number: number;
  path: string;
  changes: boolean;
  required: R;
  optional?: O;
  loginFailed: number;
  answer(input: Required<R> & Optional<O>, context: CallContext & { caller: Account }): Answer;
}): Call {
  return {
    number: spec.number,
    path: spec.path,
    changes: spec.changes,
    handle(body, comid, context) {
      const required = { comid: 'text', account: 'text', passwd: 'text', ...spec.required } as const;
      const input = read(body, required, spec.optional ?? {});
      if (input === null) return { re: parametersMissing };
      // The document has no code for an unknown company id.
      if (input.comid !== comid) return { re: failure };
      const caller = context.world.findAccount(String(input.account));
      if (!caller?.activated || caller.password !== input.passwd) return { re: spec.loginFailed };
      return spec.answer(input as Required<R> & Optional<O>, { ...context, caller });
    },
  };
}

/** A call without a password: sign up, and reset a forgotten password. */
export function defineOpenCall<R extends Record<string, Kind>, O extends Record<string, Kind>>(spec: {
  number: number;
  path: string;
  changes: boolean;
  required: R;
  optional?: O;
  answer(input: Required<R> & Optional<O>, context: CallContext): Answer;
}): Call {
  return {
    number: spec.number,
    path: spec.path,
    changes: spec.changes,
    handle(body, comid, context) {
      const input = read(body, { comid: 'text', ...spec.required }, spec.optional ?? {});
      if (input === null) return { re: parametersMissing };
      if (input.comid !== comid) return { re: failure };
      return spec.answer(input as Required<R> & Optional<O>, context);
    },
  };
}

function read(
  body: Record<string, unknown>,
  required: Record<string, Kind>,
  optional: Record<string, Kind>,
): Record<string, unknown> | null {
  const input: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(required)) {
    const value = readValue(body[name], kind);
    if (value === undefined) return null;
    input[name] = value;
  }
  for (const [name, kind] of Object.entries(optional)) {
    const given = body[name];
    if (given === undefined || given === null || given === '') continue;
    const value = readValue(given, kind);
    if (value === undefined) return null;
    input[name] = value;
  }
  return input;
}

function readValue(given: unknown, kind: Kind): unknown {
  if (given === undefined || given === null || given === '') return undefined;
  if (kind === 'any') return given;
  if (kind === 'int') {
    const number = typeof given === 'string' && /^-?\d{1,15}$/.test(given) ? Number(given) : given;
    return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
  }
  if (typeof given === 'number') return String(given);
  return typeof given === 'string' ? given : undefined;
}
