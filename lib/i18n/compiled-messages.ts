import compile from 'icu-minify/compile';
import type { Messages } from './messages/en/messages';
import type { Locale } from './preferences/names';

type Tree = { readonly [key: string]: string | Tree };
type CompiledTree = { [key: string]: ReturnType<typeof compile> | CompiledTree };

const load: Record<Locale, () => Promise<Tree>> = {
  en: async () => (await import('./messages/en/messages')).messages,
  zh: async () => (await import('./messages/zh/messages')).messages,
};

const compiled = new Map<Locale, Promise<Messages>>();

/**
 * The words of a language in the shape that next-intl's small formatter takes (`next.config.js` puts it in the place of
 * the large one): the parser of messages stays on the server, which saves every page 10 kB of script.
 */
export function compiledMessages(locale: Locale): Promise<Messages> {
  const known =
    compiled.get(locale) ?? load[locale]().then((messages) => plain(compileTree(messages)) as Messages);
  compiled.set(locale, known);
  return known;
}

function compileTree(tree: Tree): CompiledTree {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [
      key,
      typeof value === 'string' ? compile(value) : compileTree(value),
    ]),
  );
}

/** The compiler's objects have no prototype, and React hands only plain ones to the browser. */
function plain(tree: CompiledTree): unknown {
  return JSON.parse(JSON.stringify(tree));
}
