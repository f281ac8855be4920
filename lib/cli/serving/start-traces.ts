import { NodeSDK, type NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import { onExit } from '../../shutdown';

/** Next makes a span for each request, page and handler. The SDK reads its standard variables and sends the spans. */
export function startTraces(): void {
  process.env.OTEL_SERVICE_NAME ??= 'doordesk';
  // Figures are at /api/metrics, and lines in the log.
  process.env.OTEL_METRICS_EXPORTER ??= 'none';
  process.env.OTEL_LOGS_EXPORTER ??= 'none';
  // A sampler that the operator chose replaces ours: see docs/operations.md.
  const sdk = new NodeSDK(process.env.OTEL_TRACES_SAMPLER ? {} : { sampler: withoutLinks });
  sdk.start();
  onExit(() => sdk.shutdown());
}

/** OpenTelemetry's numbers for "not recorded" and "recorded and sent". */
const [leftOut, recorded] = [0, 2];

/** A span has the request's address, and who knows that of a one-time link can sign in. */
export const withoutLinks: NodeSDKConfiguration['sampler'] = {
  shouldSample(_context, _traceId, _name, _kind, attributes) {
    const isLink = String(attributes['http.target'] ?? '').startsWith('/invite/');
    return { decision: isLink ? leftOut : recorded };
  },
  toString: () => 'WithoutOneTimeLinks',
};
