const unseen = /[\s\p{Default_Ignorable_Code_Point}]/u;

/** A loop, because a regular expression for the end takes minutes for a long run of blanks inside. */
export function trimUnseen(text: string): string {
  let begin = 0;
  let end = text.length;
  while (begin < end) {
    const char = String.fromCodePoint(text.codePointAt(begin) ?? 0);
    if (!unseen.test(char)) break;
    begin += char.length;
  }
  while (end > begin) {
    const pair = end - begin > 1 ? (text.codePointAt(end - 2) ?? 0) : 0;
    const char = pair > 0xffff ? String.fromCodePoint(pair) : text.charAt(end - 1);
    if (!unseen.test(char)) break;
    end -= char.length;
  }
  return text.slice(begin, end);
}
