import { sealCookie } from '@/lib/auth/cookie';
import { cookieName } from '@/lib/auth/cookie-name';
import { createMemberSession } from '@/lib/auth/session';
import { closeDb, getDb } from '@/lib/db/client';
import { buildingCapabilities } from '@/lib/db/tables/members';
import { addPlainBuilding } from '@/lib/simulator/world/seed';
import { type Desk, startDesk } from '@/lib/testing/desk';
import { addMember } from '@/lib/testing/member';
import { stranger, type Visitor, visit } from '../visitor';
import { type Bench, type Figure, median, ms } from './bench';

const buildings = 40;
const roomsOfEach = 250;
const warmUps = 15;
const samples = 60;
const pages = [
  '/',
  '/buildings',
  '/masters',
  '/shares',
  '/doorcodes',
  '/events',
  '/people',
  '/keys',
  '/jobs',
  '/audit',
];

/** The member's rights name each building, which is the most that a scope has to look at. Both see the same rows. */
export const scopeBench: Bench = {
  name: 'scope',
  about: `a page as a member whose rights name ${buildings} buildings with ${buildings * roomsOfEach} rooms ÷ the same page as the vendor account's holder, p50 of ${samples}, in turn`,
  async *run({ server }) {
    const desk = await startDesk({ server, simulator: { size: 'small' } });
    const before = { ...process.env };
    Object.assign(process.env, desk.settings);
    try {
      const names = Array.from({ length: buildings }, (_, at) => `Long House ${at + 1}`);
      for (const name of names)
        addPlainBuilding(desk.simulator.cloud.world, {
          ...{ name, rooms: roomsOfEach, doors: 1 },
          ...{ timezone: 8, visitsPerDay: 0, days: 0 },
        });
      const holder = await visit(desk, desk.simulator.accounts.manager);
      const { text } = await holder.read('/api/buildings?limit=100');
      const { rows }: { rows: { name: string }[] } = JSON.parse(text);
      const all = rows.map(({ name }) => name);
      const member = await visitAsMember(desk, all);
      for (const page of pages) yield await compare(page, { holder, member });
    } finally {
      await closeDb();
      for (const name of Object.keys(desk.settings)) delete process.env[name];
      Object.assign(process.env, before);
      await desk.stop();
    }
  },
};

async function visitAsMember(desk: Desk, names: readonly string[]): Promise<Visitor> {
  const { workspace_id: workspaceId } = await getDb()
    .selectFrom('session')
    .select('workspace_id')
    .executeTakeFirstOrThrow();
  const capabilities = [...buildingCapabilities];
  const memberId = await addMember({
    workspaceId,
    grants: { buildings: names.map((name) => ({ name, capabilities })) },
  });
  const { token } = await createMemberSession(getDb(), {
    ...{ workspaceId, memberId, actor: 'Member', userAgent: 'bench', network: '' },
  });
  const visitor = stranger(desk);
  visitor.cookies.set(cookieName(), await sealCookie(token));
  return visitor;
}

async function compare(
  page: string,
  { holder, member }: { holder: Visitor; member: Visitor },
): Promise<Figure> {
  const took = { holder: [] as number[], member: [] as number[] };
  for (let round = -warmUps; round < samples; round++) {
    // The order changes: in a fixed one, the garbage of two large pages is collected during the same one's each time.
    const order = [['holder', holder] as const, ['member', member] as const];
    for (const [who, visitor] of round % 2 === 0 ? order : order.reverse()) {
      const { tookMs } = await visitor.read(page);
      if (round >= 0) took[who].push(tookMs);
    }
  }
  return {
    what: `${page}, a member ÷ the account's holder`,
    value: median(took.member) / median(took.holder),
    hold: { atMost: 1.1 },
    unit: 'ratio',
    made: `${ms(median(took.member))} ÷ ${ms(median(took.holder))}`,
  };
}
