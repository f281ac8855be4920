import { after } from 'next/server';
import { isSent } from './head-start';

/** Does `work` once the page at hand was answered with; not for a draft of it that was thrown away. */
export function afterAnswer(work: () => unknown): void {
  const sent = isSent();
  after(async () => {
    if (await sent) await work();
  });
}
