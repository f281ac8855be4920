import formatCompiled from 'use-intl/format-message/format-only';
import { labelText } from '@/lib/text/visible-text';

type Format = typeof formatCompiled;

/**
 * next-intl's formatter of compiled messages. A text that is put into a message shows its invisible characters, so that
 * labels, titles and toasts mark them as pages do. `next.config.js` sets it.
 */
function formatMessage(...[id, message, values, options]: Parameters<Format>): ReturnType<Format> {
  return formatCompiled(id, message, values && markTexts(values), options);
}

/** next-intl asks for it: compiled messages have no raw text. */
formatMessage.raw = false;

function markTexts<V extends object>(values: V): V {
  const marked = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'string' ? labelText(value) : value,
  ]);
  // Same names, and a text stays a text.
  return Object.fromEntries(marked) as V;
}

export { formatMessage as default };
