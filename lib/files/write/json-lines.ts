/** The invisible characters of lib/text/mark-hidden.ts, and DEL to U+009F. JSON can spell each of them. */
const unseen = /[\u007f-\u009f\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800\ufff9-\ufffb]/gu;

export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(unseen, escapeUnits);
}

function escapeUnits(char: string): string {
  return char.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
