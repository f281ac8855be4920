/**
 * The messages of a stream of server-sent events that `fetch` opened. EventSource cannot send the header that marks a
 * background request, so it would keep a session alive.
 */
export async function* serverEvents<T>(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<T, void> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const events = (text + part.value).split('\n\n');
    text = events.pop() ?? '';
    // Our own stream sends messages of this type only.
    for (const event of events) if (event.startsWith('data: ')) yield JSON.parse(event.slice(6)) as T;
  }
}
