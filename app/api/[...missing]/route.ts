import { refuse } from '@/lib/http/route';

/** An unknown address under /api gets JSON like all others, and no rendered page. */
const nothing = (): Response => refuse('not-found');

export {
  nothing as DELETE,
  nothing as GET,
  nothing as HEAD,
  nothing as PATCH,
  nothing as POST,
  nothing as PUT,
};
