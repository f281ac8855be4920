import type { FillMessage } from '@/lib/readings/stream';
import type { Visitor } from '../visitor';

/** Reads a building's stream until all rooms are known. Returns milliseconds. */
export async function readBuilding(visitor: Visitor, building: string): Promise<number> {
  const startedAt = performance.now();
  const response = await visitor.ask(`/api/readings/stream?${new URLSearchParams({ building })}`);
  if (!response.ok || !response.body) throw new Error(`the stream was answered with ${response.status}`);
  let rest = '';
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    const events = (rest + part).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      if (!event.startsWith('data: ')) continue;
      const message = JSON.parse(event.slice('data: '.length)) as FillMessage;
      if ('progress' in message) continue;
      if (message.end.state !== 'complete')
        throw new Error(`filling ${building} ended: ${message.end.state}`);
      return performance.now() - startedAt;
    }
  }
  throw new Error('the stream broke off');
}
