import { NodeSDK } from '@opentelemetry/sdk-node';
import { onExit } from '../../shutdown';

/** Next makes a span for each request, page and handler. The SDK reads its standard variables and sends the spans. */
export function startTraces(): void {
  process.env.OTEL_SERVICE_NAME ??= 'doordesk';
  // Figures are at /api/metrics, and lines in the log.
  process.env.OTEL_METRICS_EXPORTER ??= 'none';
  process.env.OTEL_LOGS_EXPORTER ??= 'none';
  const sdk = new NodeSDK();
  sdk.start();
  onExit(() => sdk.shutdown());
}
