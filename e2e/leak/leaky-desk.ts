import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { decode } from 'next-auth/jwt';
import pg from 'pg';
import {
  LeakSearch,
  makeCanary,
  makeKeyCanary,
  makePlainCanary,
  plantCanaries,
} from '@/lib/testing/canaries';
import { type Desk, startDesk } from '@/lib/testing/desk';
import { type Person, type Visitor, visit } from '../visitor';
import { Evidence } from './evidence';

/** A Doordesk whose secrets all carry a marker. */
export type LeakyDesk = {
  desk: Desk;
  evidence: Evidence;
  /** A connection to its database that is not Doordesk's own. */
  database: pg.Client;
  printed(): string;
  /** Signs a person in, and registers the session's id as a secret. */
  signIn(name: string, account: string, accountType: number): Promise<Visitor>;
  /** Registers the id of a session that was opened in another way. */
  noteSession(name: string, visitor: Visitor): Promise<void>;
  /** The id of a connection by its account, or of a member by their name. */
  find(what: 'connection' | 'member', name: string): Promise<string>;
  readOne<Row>(text: string, values?: string[]): Promise<Row>;
  /** A person of the cloud with the planted password. */
  person(account: string, accountType: number): Person;
  /** Blocks Doordesk's access to its database, and allows it again. */
  lockOut(): Promise<void>;
  letIn(): Promise<void>;
  stop(): Promise<void>;
};

export async function startLeakyDesk(): Promise<LeakyDesk> {
  const search = new LeakSearch();
  const serverUrl = process.env.E2E_SERVER_URL ?? '';
  const administrator = new pg.Client({ connectionString: serverUrl });
  await administrator.connect();

  const role = `leak_${randomBytes(4).toString('hex')}`;
  const rolePassword = makeCanary('the database’s password');
  const literal = administrator.escapeLiteral(rolePassword.value);
  await administrator.query(`create role ${role} superuser login password ${literal}`);
  const roleUrl = new URL(serverUrl);
  roleUrl.username = role;
  roleUrl.password = encodeURIComponent(rolePassword.value);

  const key = makeCanary('the RC4 key');
  const comid = makeCanary('the company id');
  const vaultKey = makeKeyCanary('the vault key');
  const nextAuthSecret = makePlainCanary('NEXTAUTH_SECRET');
  const basicAuth = makePlainCanary('the password of HTTP Basic');
  search.add(rolePassword, key, comid, vaultKey, nextAuthSecret, basicAuth);

  let printed = '';
  const desk = await startDesk({
    server: { serverUrl: roleUrl.href, template: process.env.E2E_TEMPLATE ?? '' },
    simulator: {
      size: 'small',
      key: key.value,
      comid: comid.value,
      basicAuth: `doordesk:${basicAuth.value}`,
    },
    settings: {
      DOORDESK_VAULT_KEY: vaultKey.value,
      NEXTAUTH_SECRET: nextAuthSecret.value,
      // A short limit: this test meets many clouds that do not answer.
      DOORDEER_TIMEOUT_MS: '700',
      LOG_LEVEL: 'trace',
    },
    output: (text) => {
      printed += text;
    },
  });
  search.add(...plantCanaries(desk.simulator.cloud));

  const ownUrl = new URL(serverUrl);
  ownUrl.pathname = new URL(desk.settings.DATABASE_URL ?? '').pathname;
  const database = new pg.Client({ connectionString: ownUrl.href });
  await database.connect();

  const person = (account: string, accountType: number): Person => {
    const password = desk.simulator.cloud.world.findAccount(account)?.password;
    if (password === undefined) throw new Error(`the made-up world has no ${account}`);
    return { account, password, accountType };
  };

  const noteSession = async (name: string, { cookies }: Visitor) => {
    const sealed = [...cookies].find(([cookie]) => cookie.endsWith('session-token'))?.[1] ?? '';
    const token = await decode({ token: sealed, secret: nextAuthSecret.value });
    if (typeof token?.sid !== 'string') throw new Error('the cookie holds no session');
    search.addUnmarked({ what: `the session’s id of the ${name}`, value: token.sid });
  };
  const readOne = async <Row>(text: string, values: string[] = []): Promise<Row> => {
    const { rows } = await database.query(text, values);
    if (rows.length !== 1) throw new Error(`not one row but ${rows.length}: ${text}`);
    return rows[0];
  };

  return {
    desk,
    evidence: new Evidence(search),
    noteSession,
    readOne,
    async find(what, name) {
      const column = { connection: 'account', member: 'name' }[what];
      return (await readOne<{ id: string }>(`select id from ${what} where ${column} = $1`, [name])).id;
    },
    database,
    printed: () => printed,
    person,
    async signIn(name, account, accountType) {
      const visitor = await visit(desk, person(account, accountType));
      await noteSession(name, visitor);
      return visitor;
    },
    async lockOut() {
      await administrator.query(`alter role ${role} nologin`);
      await administrator.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [
        role,
      ]);
    },
    async letIn() {
      await administrator.query(`alter role ${role} login`);
      // Doordesk checks its database from time to time.
      while (!(await fetch(`${desk.url}/api/ready`)).ok) await sleep(100);
    },
    async stop() {
      await database.end();
      await desk.stop();
      await administrator.query(`drop role ${role}`);
      await administrator.end();
    },
  };
}
