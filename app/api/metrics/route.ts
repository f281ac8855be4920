import { readMetrics } from '@/lib/desk/metrics/read-metrics';
import { isMetricsToken } from '@/lib/metrics';

/** For Prometheus, with `Authorization: Bearer <DOORDESK_METRICS_TOKEN>`. Without that setting the answer is 404. */
export async function GET(request: Request): Promise<Response> {
  const headers = { 'Cache-Control': 'no-store' };
  const isAllowed = isMetricsToken(request.headers.get('authorization'));
  const found = isAllowed ? await readMetrics() : null;
  if (!found) return new Response(null, { status: 404, headers });
  return new Response(found.text, { headers: { ...headers, 'Content-Type': found.type } });
}

export const dynamic = 'force-dynamic';
