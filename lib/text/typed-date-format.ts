type Part = 'day' | 'month' | 'year' | 'hour' | 'minute' | 'dayPeriod';

/**
 * How a browser of this language wants a date typed: "DD/MM/YYYY". `words` names the parts. No script can ask a browser
 * for the order in its date fields; it follows the browser's own language.
 */
export function typedDateFormat(
  type: 'date' | 'datetime-local',
  language: string,
  words: Record<Part, string>,
): string {
  const format = new Intl.DateTimeFormat(language, {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    ...(type === 'date' ? {} : { hour: '2-digit', minute: '2-digit' }),
  });
  return format
    .formatToParts(0)
    .map(({ type: part, value }) => (isPart(part, words) ? words[part] : value))
    .join('');
}

function isPart(part: string, words: Record<Part, string>): part is Part {
  return part in words;
}
