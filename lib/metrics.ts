import { timingSafeEqual } from 'node:crypto';
import { Counter, collectDefaultMetrics, Registry } from 'prom-client';
import { processSlot } from './process-slot';

type Metrics = { registry: Registry; calls: Counter<'call' | 'outcome'> };

// Next bundles pages, handlers and instrumentation separately, each with a copy of this module.
const shared = processSlot<Metrics>('metrics');

function token(): string | undefined {
  return process.env.DOORDESK_METRICS_TOKEN?.trim() || undefined;
}

/** Null without `DOORDESK_METRICS_TOKEN`: no one could read the figures, so nothing is counted. */
export function getMetrics(): Metrics | null {
  if (!token()) return null;
  shared.value ??= createMetrics();
  return shared.value;
}

function createMetrics(): Metrics {
  const registry = new Registry();
  // Among others: event-loop delay, memory, garbage collection.
  collectDefaultMetrics({ register: registry });
  const calls = new Counter({
    name: 'doordesk_cloud_calls_total',
    help: 'Requests sent to the cloud, by number of the call and outcome. Repeated reads count each time.',
    labelNames: ['call', 'outcome'],
    registers: [registry],
  });
  return { registry, calls };
}

/** False without `DOORDESK_METRICS_TOKEN`. */
export function isMetricsToken(authorization: string | null): boolean {
  const expected = token();
  if (!expected) return false;
  const wanted = Buffer.from(`Bearer ${expected}`);
  const given = Buffer.from(authorization ?? '');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
