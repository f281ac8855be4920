import { sql } from 'kysely';
import { Gauge, type Registry } from 'prom-client';
import { getDoordeer } from '@/lib/auth/cloud-client';
import { idleMs } from '@/lib/auth/session';
import { getDb, poolUse } from '@/lib/db/client';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import { log } from '@/lib/log';
import { getMetrics } from '@/lib/metrics';
import { processSlot } from '@/lib/process-slot';

/** A scrape waits this long for the database. Figures that come later are left out. */
const limitMs = 2_000;

type Gauges = ReturnType<typeof createGauges>;
const shared = processSlot<Gauges>('gauges');

/** The text of a scrape; null without `DOORDESK_METRICS_TOKEN`. */
export async function readMetrics(): Promise<{ text: string; type: string } | null> {
  const metrics = getMetrics();
  if (!metrics) return null;
  shared.value ??= createGauges(metrics.registry);
  const gauges = shared.value;
  const { limit, lowestLimit, inFlight, waiting } = getDoordeer().load;
  gauges.calls.set({ state: 'in flight' }, inFlight);
  gauges.calls.set({ state: 'waiting' }, waiting);
  gauges.ceiling.set({ of: 'cloud' }, limit);
  gauges.ceiling.set({ of: 'lowest account' }, lowestLimit);
  await readDatabase(gauges).catch((error: unknown) => {
    // An old figure would look like a fresh one.
    for (const gauge of [gauges.readings, gauges.feed, gauges.jobs, gauges.steps]) gauge.reset();
    gauges.database.set(0);
    log.warn({ error }, 'the database did not answer a scrape of the metrics in time');
  });
  for (const { pool, state, count } of poolUse()) gauges.pool.set({ pool, state }, count);
  return { text: await metrics.registry.metrics(), type: metrics.registry.contentType };
}

function createGauges(registry: Registry) {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Gauge({ name: `doordesk_${name}`, help, labelNames, registers: [registry] });
  return {
    calls: gauge('cloud_calls', 'Calls to the cloud now.', ['state']),
    ceiling: gauge('cloud_call_ceiling', 'The most calls at once that the limiter allows now.', ['of']),
    pool: gauge('database_connections', 'Connections of this process to PostgreSQL.', ['pool', 'state']),
    database: gauge('database_up', '1: the database answered this scrape in time.', []),
    readings: gauge(
      'readings_age_seconds',
      'Age of the rooms’ masters as last read, of workspaces with a living session or a connection.',
      ['quantile'],
    ),
    feed: gauge('feed_lag_seconds', 'Time since a door was last asked for new events.', ['quantile']),
    jobs: gauge('jobs', 'Jobs by state, of the last day.', ['state']),
    steps: gauge('job_steps', 'Steps of jobs by outcome, of the last day.', ['outcome']),
  };
}

type Ages = { p50: number | null; p95: number | null; most: number | null };
type Counts = { state: string; count: number };

async function readDatabase({ readings, feed, jobs, steps, database }: Gauges): Promise<void> {
  const living = sql`select workspace_id from session
    where expires_at > now() and last_used_at > now() - make_interval(secs => ${idleMs / 1_000})
    union select workspace_id from connection where state = 'connected'`;
  const quantiles = sql`
    percentile_cont(0.5) within group (order by age) as p50,
    percentile_cont(0.95) within group (order by age) as p95, max(age) as most`;
  const [ages, lags, states, outcomes] = await inTime(
    Promise.all([
      sql<Ages>`select ${quantiles} from (
        select extract(epoch from now() - read_at)::float8 as age from master_reading ${everyWorkspace}
        where read_at is not null and workspace_id in (${living})) as room`.execute(getDb()),
      sql<Ages>`select ${quantiles} from (
        select extract(epoch from now() - coalesce(looked_at, read_at))::float8 as age from event_door ${everyWorkspace}
        where coalesce(looked_at, read_at) is not null and workspace_id in (${living})
        ) as door`.execute(getDb()),
      sql<Counts>`select state, count(*) as count from job ${everyWorkspace}
        where created_at > now() - interval '1 day' group by state`.execute(getDb()),
      sql<Counts>`select job_step.state, count(*) as count from job_step join job on job.id = job_step.job_id ${everyWorkspace}
        where job.created_at > now() - interval '1 day' group by job_step.state`.execute(getDb()),
    ]),
  );
  for (const [gauge, found] of [
    [readings, ages.rows[0]],
    [feed, lags.rows[0]],
  ] as const) {
    gauge.reset();
    if (found?.p50 != null) gauge.set({ quantile: '0.5' }, found.p50);
    if (found?.p95 != null) gauge.set({ quantile: '0.95' }, found.p95);
    if (found?.most != null) gauge.set({ quantile: '1' }, found.most);
  }
  jobs.reset();
  for (const { state, count } of states.rows) jobs.set({ state }, count);
  steps.reset();
  for (const { state, count } of outcomes.rows) steps.set({ outcome: state }, count);
  database.set(1);
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the database took too long')), limitMs);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
