import { refuse } from '@/lib/http/route';

/** An address of no handler: answered in JSON like all others, without drawing a page about it. */
const nothing = (): Response => refuse('not-found');

export {
  nothing as DELETE,
  nothing as GET,
  nothing as HEAD,
  nothing as PATCH,
  nothing as POST,
  nothing as PUT,
};
