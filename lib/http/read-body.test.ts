import { expect, it } from 'vitest';
import { readBody } from './read-body';

const requestOf = (body: BodyInit | null) =>
  new Request('http://doordesk.test/', { method: 'POST', body, ...{ duplex: 'half' } });

it('reads a body that is short enough', async () => {
  expect(await readBody(requestOf('港景'), 6)).toBe('港景');
  expect(await readBody(requestOf(null), 6)).toBe('');
});

it('stops reading a body that does not end', async () => {
  let given = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      given++;
      controller.enqueue(new Uint8Array(1_000));
    },
  });
  await expect(readBody(requestOf(endless), 5_000)).rejects.toMatchObject({ code: 'too-large' });
  expect(given).toBeLessThan(20);
});
