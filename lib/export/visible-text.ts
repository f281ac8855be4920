/**
 * Characters that change how a text reads without being seen: bidirectional controls (they can turn a name
 * around), zero-width ones (two names that look alike), controls, and the byte order mark.
 */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose.
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/g;

/** Joins the parts of one emoji (a family, a flag); anywhere else it hides. */
const EMOJI_JOINER =
  /(\p{Extended_Pictographic}[\u{1F3FB}-\u{1F3FF}\uFE0F]?)\u200D(?=\p{Extended_Pictographic})/gu;
const HELD = '\uE000';

/** `text` with every unseen character written out as `[U+202E]`, so that a file shows what a page shows. */
export function visibleText(text: string): string {
  UNSEEN.lastIndex = 0;
  if (!UNSEEN.test(text)) return text;
  const held = text.replaceAll(HELD, '[U+E000]').replace(EMOJI_JOINER, `$1${HELD}`);
  return held
    .replace(UNSEEN, (char) => `[U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`)
    .replaceAll(HELD, '\u200D');
}
