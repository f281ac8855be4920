/**
 * The words of file names in `lib`. A name is `<verb>-<thing>`, or ends with what the file holds (`session`,
 * `device-list`, `key-rows`). Add a word only when no other fits.
 */

export const verbs = words(`
  accept add alter analyse annotate answer apply arrange attribute audit begin build call catch check choose claim compare compute
  confirm copy count create cut decode define delete describe detect diagnose distribute drain draw escape explain export feed fetch
  fill find fold follow guard guess import insert judge keep leave limit list make mark match merge migrate normalise
  note notify offer open order partition prefetch prepare preview print probe prove prune put rank rate read refresh renew
  replace restore retime revoke rotate run save seed send serve settle shape show sign sort start stop store supervise switch
  sync take trim verify wait watch withdraw write`);

/** Last words: what the file holds. Plurals are allowed too. */
export const kinds = words(`
  ability action address age answer backup bulk cache call cell challenge channel checkpoint chunk client clock cloud code codec config
  connection cookie credential cursor data database definition door doubt encoding entry env error event facet fact fault
  feed field file filter finding folder format freshen gap grant handler header histogram json key label laws lease letter
  intent limit limiter line link list listen lock log manifest message metric model mutation name network option order outcome page pager
  pair param parameter part password path pattern people plan preset process progress provider proxy query queue reading record
  request response retention ring room route row rule run runner sample schedule schema scope score seal search secret segment
  selection semaphore server session setting signature slot source standing state store stream stretch sweep syntax table text
  throttle ticket time token trace transport verb verdict view visit vocabulary week window word workbook worker world writer zip
  zone`);

/** Folders with one file for each member of a set that is named elsewhere. */
export const families: Record<string, string> = {
  'lib/abilities': 'one file for each resource',
  'lib/cli': 'one file for each command of package.json, and their shared parts',
  'lib/cli/structure': 'one file for each check',
  'lib/db/migrations': 'a number and a purpose',
  'lib/db/tables': 'one file for each concern',
  'lib/i18n/messages': 'one file for each part of the interface',
  'lib/i18n/messages/en': 'one file for each part of the interface',
  'lib/i18n/messages/zh': 'one file for each part of the interface',
  'lib/simulator/calls': 'one file for each of the vendor’s calls, in the vendor’s spelling',
  'lib/testing': 'one file for each test helper',
};

/** Names that no rule allows, each with its reason. Fewer than `mostExceptions`. */
export const exceptions: Record<string, string> = {
  'lib/doordeer/client/breaker.ts': 'the circuit breaker',
  'lib/doordeer/client/framing.ts': 'how the encrypted text is sent',
  'lib/db/embedded/keeper.ts': 'a separate process that ends the server after its parent was killed',
  'lib/shutdown.ts': 'what happens at the end of the process',
  'lib/simulator/journal.ts': 'what was done to a world',
  'lib/simulator/world/arrivals.ts': 'new events',
  'lib/simulator/world/household.ts': 'who lives where, and what that changes',
  'lib/simulator/world/random.ts': 'random numbers from a seed',
  'lib/simulator/world/rhythm.ts': 'when people come and go',
  'lib/simulator/world/seed.ts': 'makes a world',
  'lib/vault.ts': 'seals and opens secrets',
};

export const mostExceptions = 24;

/** Names that Next requires. `app` may hold no others. */
export const nextNames = new Set([
  'default',
  'error',
  'forbidden',
  'global-error',
  'globals',
  'icon',
  'layout',
  'loading',
  'manifest',
  'not-found',
  'page',
  'robots',
  'route',
  'template',
]);

/** Names that would fit any file. */
export const tellsNothing = new Set([
  'util',
  'utils',
  'helper',
  'helpers',
  'misc',
  'index',
  'stuff',
  'lib',
  'shared',
  'constants',
]);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter(Boolean));
}
