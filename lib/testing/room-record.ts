import { sql } from 'kysely';
import type { Scope } from '../auth/scope';
import { getDb } from '../db/client';
import { drawReadingOrder } from '../db/draw-reading-order';
import { openDoorcode } from '../db/vault/doorcode-secret';
import type { ChannelRef } from '../readings/outcome';
import type { Simulator } from '../simulator/start-simulator';

export const facts = ['master', 'shares', 'doorcodes'] as const;
export type Fact = (typeof facts)[number];

/** What holds at one moment. A doorcode's key is its digits, and its value all that may change. */
export type State = Record<Fact, ReadonlyMap<string, string>>;
type Change = { from: number; to: number; before: State; after: State; by: 'us' | 'others' };
/** A whole reading that was stored: its time, and what the cloud had then. */
type Reading = { fact: Fact; at: number; state: State };

export type Kept = {
  fact: Fact;
  key: string;
  absentAt: number | null;
  firstSeenAt: number;
  seenAt: number;
  goneAt: number | null;
  origin: string;
  endedBy: string | null;
  /** Until when each value held. */
  values: { value: string; until: number }[];
};

/** Writes down what happens to one room of the simulated cloud, and which readings of it were stored. */
export class RoomRecord {
  readonly #changes: Change[] = [];
  readonly #readings: Reading[] = [];
  readonly #beginning: State;

  constructor(
    readonly simulator: Simulator,
    readonly scope: Scope,
    readonly at: ChannelRef,
  ) {
    this.#beginning = this.state();
  }

  state(): State {
    const { world } = this.simulator.cloud;
    const room = world.findRoom(this.at.gid, this.at.channel);
    const codes = world
      .codesOf(this.at.gid, this.at.channel)
      .filter((code) => code.creator === this.scope.account && !code.revoked);
    return {
      master: new Map([[room?.master ?? '', '']]),
      shares: new Map(room?.shares.map((account) => [account, ''])),
      doorcodes: new Map(codes.map((code) => [code.digits, JSON.stringify([code.name, code.lockIds, true])])),
    };
  }

  /** Runs a change of the cloud, and notes between which times it happened. */
  async change<T>(by: Change['by'], run: () => Promise<T>): Promise<T> {
    const before = this.state();
    const { askedAt: from } = await drawReadingOrder();
    try {
      return await run();
    } finally {
      const { askedAt: to } = await drawReadingOrder();
      this.#changes.push({ from: from.getTime(), to: to.getTime(), before, after: this.state(), by });
    }
  }

  /** Notes the readings stored since the last call. `state`: what the cloud had when they were asked for. */
  async noteReadings(state: State): Promise<void> {
    for (const fact of facts) {
      const at = await this.#readAt(fact);
      if (at !== null && at !== this.lastReading(fact)?.at) this.#readings.push({ fact, at, state });
    }
  }

  lastReading(fact: Fact): Reading | undefined {
    return this.#readings.findLast((one) => one.fact === fact);
  }

  readings(fact: Fact): Reading[] {
    return this.#readings.filter((one) => one.fact === fact);
  }

  /** A change of ours reads too. Only the last of its readings is noted. */
  mayBeWhole(fact: Fact, at: number): boolean {
    return (
      this.readings(fact).some((one) => one.at === at) ||
      this.#changes.some(({ by, from, to }) => by === 'us' && from <= at && at <= to)
    );
  }

  /** What the cloud may have had then: two states while a change was under way. */
  #statesAt(fact: Fact, at: number): State[] {
    const reading = this.#readings.find((one) => one.fact === fact && one.at === at);
    if (reading) return [reading.state];
    const open = this.#changes.find(({ from, to }) => from <= at && at <= to);
    if (open) return [open.before, open.after];
    return [this.#changes.findLast(({ to }) => to < at)?.after ?? this.#beginning];
  }

  mayHave(fact: Fact, key: string, at: number): boolean {
    return this.#statesAt(fact, at).some((state) => state[fact].has(key));
  }

  mayLack(fact: Fact, key: string, at: number): boolean {
    return this.#statesAt(fact, at).some((state) => !state[fact].has(key));
  }

  /** Whether Doordesk made the fact begin or end between two times. */
  wasOurs(fact: Fact, key: string, what: { begins: boolean; after: number; until: number }): boolean {
    return this.#changes.some(
      ({ by, from, to, before, after }) =>
        by === 'us' &&
        to >= what.after &&
        from <= what.until &&
        before[fact].has(key) === !what.begins &&
        after[fact].has(key) === what.begins,
    );
  }

  async #readAt(fact: Fact): Promise<number | null> {
    const table = ({ master: 'master', shares: 'share', doorcodes: 'doorcode' } as const)[fact];
    const row = await getDb()
      .selectFrom(`${table}_reading`)
      .select('read_at')
      .where('workspace_id', '=', this.scope.workspaceId)
      .where('gid', '=', this.at.gid)
      .where('channel', '=', this.at.channel)
      .executeTakeFirst();
    return row?.read_at?.getTime() ?? null;
  }
}

/** All intervals of one room, the oldest first. */
export async function readIntervals({ workspaceId }: Scope, { gid, channel }: ChannelRef): Promise<Kept[]> {
  const here = sql<boolean>`workspace_id = ${workspaceId} and gid = ${gid} and channel = ${channel}`;
  const db = getDb();
  const [masters, shares, codes, versions] = await Promise.all([
    db.selectFrom('master').selectAll().where(here).orderBy('first_seen_at').execute(),
    db.selectFrom('share').selectAll().where(here).orderBy('first_seen_at').execute(),
    db.selectFrom('doorcode').selectAll().where(here).orderBy('first_seen_at').execute(),
    db
      .selectFrom('doorcode_version')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .orderBy('gone_at')
      .execute(),
  ]);
  const valueIn = (row: { name: string; lock_ids: string[]; usable: boolean }) =>
    JSON.stringify([row.name, row.lock_ids, row.usable]);
  return [
    ...masters.map((row) => ({
      ...timesOf(row),
      fact: 'master' as const,
      key: row.master ?? '',
      values: [],
    })),
    ...shares.map((row) => ({ ...timesOf(row), fact: 'shares' as const, key: row.sub_master, values: [] })),
    ...codes.map((row) => ({
      ...timesOf(row),
      fact: 'doorcodes' as const,
      key: openDoorcode({ ...row, workspaceId }, row.sealed)?.digits ?? '',
      values: [
        ...versions
          .filter((version) => version.doorcode_id === row.id)
          .map((version) => ({ value: valueIn(version), until: version.gone_at.getTime() })),
        { value: valueIn(row), until: Number.POSITIVE_INFINITY },
      ],
    })),
  ];
}

function timesOf(row: {
  absent_at: Date | null;
  first_seen_at: Date;
  seen_at: Date;
  gone_at: Date | null;
  origin: string;
  ended_by: string | null;
}) {
  return {
    absentAt: row.absent_at?.getTime() ?? null,
    firstSeenAt: row.first_seen_at.getTime(),
    seenAt: row.seen_at.getTime(),
    goneAt: row.gone_at?.getTime() ?? null,
    origin: row.origin,
    endedBy: row.ended_by,
  };
}
