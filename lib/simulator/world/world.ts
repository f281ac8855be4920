import { instantOf } from './door-time';
import type { Account, Door, Doorcode, Room } from './model';
import { createRandom, type Random } from './random';

/** What a real cloud sends by email or text message. The token makes its link. */
export type Letter = { to: string; kind: 'activate' | 'reset'; by: 'email' | 'phone'; token: string };

export type Standing = { manager: boolean; landlord: boolean; master: boolean; subMaster: boolean };

export type Picture = { bytes: Buffer; type: 'image/png' | 'image/jpeg' };

const keyOf = (gid: string, channel: number) => `${gid}/${channel}`;

/** Everything that the cloud knows. It knows nothing of HTTP. */
export class World {
  readonly doors = new Map<string, Door>();
  readonly pictures = new Map<string, Picture>();
  readonly outbox: Letter[] = [];
  readonly #accounts = new Map<string, Account>();
  readonly #rooms = new Map<string, Room>();
  readonly #codesByDigits = new Map<string, Doorcode>();
  readonly #codesByRoom = new Map<string, Doorcode[]>();
  readonly #codesByToken = new Map<string, Doorcode>();
  readonly #random: Random;

  constructor(
    readonly seed: string,
    /** When the world was made. History ends here. */
    readonly start: number,
  ) {
    this.#random = createRandom(`${seed}/world`);
  }

  addAccount(account: Account): Account {
    this.#accounts.set(account.account.toLowerCase(), account);
    return account;
  }

  findAccount(account: string): Account | null {
    return this.#accounts.get(account.toLowerCase()) ?? null;
  }

  accounts(): Account[] {
    return [...this.#accounts.values()];
  }

  findAccountByPhone(phone: string): Account | null {
    return this.accounts().find((account) => account.phone !== '' && account.phone === phone) ?? null;
  }

  sendLetter(letter: Omit<Letter, 'token'>): void {
    this.outbox.push({ ...letter, token: this.#random.hex(24) });
  }

  addRoom(room: Room): Room {
    this.#rooms.set(keyOf(room.door.gid, room.channel), room);
    return room;
  }

  findRoom(gid: string, channel: number): Room | null {
    return this.#rooms.get(keyOf(gid, channel)) ?? null;
  }

  rooms(): Room[] {
    return [...this.#rooms.values()];
  }

  standing(account: Account, room: Room): Standing {
    const name = account.account;
    return {
      manager: account.type === 1 && (account.manages === 'all' || account.manages.has(room.door.building)),
      landlord: room.landlord === name,
      master: room.master === name,
      subMaster: room.shares.includes(name),
    };
  }

  roomsOf(account: Account): Room[] {
    return this.rooms().filter((room) => isInList(this.standing(account, room)));
  }

  /** Returns the account if it may become master or sub-master: activated, and not a manager. */
  canLiveHere(name: string): Account | null {
    const found = this.findAccount(name);
    return found?.activated && found.type !== 1 ? found : null;
  }

  createCode(
    code: Omit<Doorcode, 'digits' | 'token' | 'revoked' | 'habit'> & { habit?: Doorcode['habit'] },
  ): Doorcode {
    let digits = this.#random.code(8);
    while (this.#codesByDigits.has(digits)) digits = this.#random.code(8);
    const made: Doorcode = {
      ...code,
      digits,
      token: this.#random.hex(24),
      habit: code.habit ?? null,
      revoked: false,
    };
    const key = keyOf(code.gid, code.channel);
    this.#codesByRoom.set(key, [...(this.#codesByRoom.get(key) ?? []), made]);
    this.#codesByDigits.set(digits, made);
    this.#codesByToken.set(made.token, made);
    return made;
  }

  findCode(digits: string): Doorcode | null {
    return this.#codesByDigits.get(digits) ?? null;
  }

  codesOf(gid: string, channel: number): readonly Doorcode[] {
    return this.#codesByRoom.get(keyOf(gid, channel)) ?? [];
  }

  codes(): Doorcode[] {
    return [...this.#codesByDigits.values()];
  }

  findCodeByToken(token: string): Doorcode | null {
    return this.#codesByToken.get(token) ?? null;
  }

  /** valid_flag: an upcoming code counts as usable, as far as the document says. */
  isUsable(code: Doorcode, now: number): boolean {
    return !code.revoked && this.windowOf(code).to >= now;
  }

  windowOf(code: Doorcode): { from: number; to: number } {
    const timezone = this.doors.get(code.gid)?.timezone ?? 0;
    // An impossible window never opens anything. Only changes outside the calls can make one.
    const from = instantOf(code.from, timezone) ?? Number.POSITIVE_INFINITY;
    return { from, to: instantOf(code.to, timezone) ?? Number.NEGATIVE_INFINITY };
  }
}

export function isInList(standing: Standing): boolean {
  return standing.manager || standing.landlord || standing.master || standing.subMaster;
}

/** main_sub_flag: 1 master, 2 landlord, 3 both, 0 sub-master. A manager acts as landlord. */
export function flagOf(standing: Standing): 0 | 1 | 2 | 3 {
  const landlord = standing.landlord || standing.manager;
  if (landlord && standing.master) return 3;
  if (landlord) return 2;
  return standing.master ? 1 : 0;
}
