import { AsyncLocalStorage } from 'node:async_hooks';
import { TransactionBuilder } from 'kysely';
import pg from 'pg';
import { afterAll, expect, inject } from 'vitest';
import { projectFolder } from '../db/embedded/project-folder';
import { unscopedTables } from './unscoped-tables';

/** For each text, the tables that it does not limit to one workspace. */
const known = new Map<string, string[]>();
const found = new Set<string>();

/** They lead to a workspace: a session is found by its token, a doubt by its password's digest, a connection by its id. */
const leading = new Set(['session', 'credential_doubt', 'connection']);
const workspaceTables = new Set(inject('workspaceTables').filter((table) => !leading.has(table)));

// All connections of a test's process pass here: pools, cursors, COPY.
const { query } = pg.Client.prototype;
// biome-ignore lint/suspicious/noExplicitAny: the declaration of the driver.
pg.Client.prototype.query = function (this: pg.Client, ...given: any[]): any {
  const text = typeof given[0] === 'string' ? given[0] : given[0]?.text;
  if (typeof text === 'string') look(text);
  return Reflect.apply(query, this, given);
};

// The driver's own form takes a connection by callback, and the stack would not show who asked.
const { query: askPool } = pg.Pool.prototype;
// biome-ignore lint/suspicious/noExplicitAny: the declaration of the driver.
pg.Pool.prototype.query = function (this: pg.Pool, ...given: any[]): any {
  return typeof given.at(-1) === 'function' ? Reflect.apply(askPool, this, given) : ask(this, given);
};

/**
 * A transaction that waits for a second connection of its own pool can wait for itself: others that hold the rest of the
 * pool may wait for its locks. `getLookupDb` has a pool of its own.
 */
const inside = new AsyncLocalStorage<{ pool: pg.Pool | null; isOpen: boolean }>();
const nested = new Set<string>();
const { execute } = TransactionBuilder.prototype;
TransactionBuilder.prototype.execute = function <DB, T>(
  this: TransactionBuilder<DB>,
  ...given: Parameters<TransactionBuilder<DB>['execute']>
): Promise<T> {
  const [run] = given;
  // A test may hold a transaction open on purpose.
  if (findCaller() === null) return Reflect.apply(execute, this, [run]);
  const mark = { pool: null, isOpen: true };
  const ended = inside.run(mark, () => Reflect.apply(execute, this, [run]));
  return ended.finally(() => {
    mark.isOpen = false;
  });
};
const { connect } = pg.Pool.prototype;
// biome-ignore lint/suspicious/noExplicitAny: the declaration of the driver.
pg.Pool.prototype.connect = function (this: pg.Pool, ...given: any[]): any {
  const mark = inside.getStore();
  if (mark?.isOpen) {
    // The first is the transaction's own.
    if (mark.pool === this) {
      const caller = findCaller();
      if (caller !== null) nested.add(caller);
    }
    mark.pool ??= this;
  }
  return Reflect.apply(connect, this, given);
};

async function ask(pool: pg.Pool, given: unknown[]): Promise<unknown> {
  const client = await pool.connect();
  try {
    const answer: unknown = await Reflect.apply(client.query, client, given);
    client.release();
    return answer;
  } catch (error) {
    client.release(error instanceof Error ? error : true);
    throw error;
  }
}

function look(text: string): void {
  const tables = known.get(text) ?? judge(text);
  known.set(text, tables);
  if (tables.length === 0) return;
  const caller = findCaller();
  if (caller !== null) found.add(`${[...new Set(tables)].join(', ')} at ${caller}: ${text}`);
}

function judge(text: string): string[] {
  try {
    return unscopedTables(text, workspaceTables);
  } catch {
    return []; // Not SQL: the server refuses it too.
  }
}

/** Where the code under test sent it; null for statements of the tests themselves. */
function findCaller(): string | null {
  const usual = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = usual;
  const frames = stack
    .split('\n')
    .map((line) => line.split(`${projectFolder}/`)[1] ?? 'node_modules')
    .filter(
      (place) =>
        !/^(node_modules|lib\/testing\/watch-statements\.ts|lib\/db\/(limited-)?client\.ts)/.test(place),
    );
  const [first] = frames;
  if (first === undefined) return 'an unknown place';
  return /^lib\/(testing|cli)\/|^lib\/db\/migrations|\.test\.tsx?:/.test(first) ? null : first;
}

/** The statements found so far. */
export function takeUnscoped(): string[] {
  const all = [...found];
  found.clear();
  return all;
}

afterAll(() => {
  expect([...nested], 'statements that wait for a second connection inside a transaction').toEqual([]);
  expect(takeUnscoped(), 'statements that do not filter by workspace_id').toEqual([]);
});
