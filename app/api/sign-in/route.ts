import { isSameOrigin } from '@/lib/auth/request';
import { errorCodeOf } from '@/lib/errors';
import { refuse } from '@/lib/http/route';
import { log } from '@/lib/log';
import { offerPasskey } from '@/lib/members/sign-in/offer-passkey';

/** A challenge for any passkey: who answers it is known from the answer. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) return refuse('not-allowed');
  try {
    const offer = await offerPasskey();
    if (!offer.ok) return refuse(offer.code);
    return Response.json(offer.data, { headers: { 'Cache-Control': 'no-store, no-transform' } });
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === 'unexpected') log.error({ err: error }, 'a passkey could not be asked for');
    return refuse(code);
  }
}
