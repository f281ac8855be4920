import { headers } from 'next/headers';
import { keepEarlyInput } from './early-input';

/** Runs `keepEarlyInput` while the page is still being read, under the nonce of its own policy. */
export async function EarlyScript() {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <script
      // Browsers hide a nonce from scripts, so what React finds differs from what was sent.
      suppressHydrationWarning
      nonce={nonce}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: our own function, and nothing from outside in it.
      dangerouslySetInnerHTML={{ __html: `(${keepEarlyInput})()` }}
    />
  );
}
