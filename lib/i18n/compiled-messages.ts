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

/** For next-intl's small formatter (`next.config.js`). The parser stays on the server, which saves each page 10 kB of script. */
export function compiledMessages(locale: Locale): Promise<Messages> {
  const known =
    // Compiling keeps the shape of the messages.
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

/** The compiler's objects have no prototype, and React sends only plain objects to the browser. */
function plain(tree: CompiledTree): unknown {
  return JSON.parse(JSON.stringify(tree));
}
