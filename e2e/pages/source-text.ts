import type { Page } from '@playwright/test';
import { messages } from '@/lib/i18n/messages/en/messages';

type Words = { [key: string]: string | Words };

/** The keys of all our messages: `people.form.name`. */
const keys = new Set(keysOf(messages as Words, ''));

function keysOf(words: Words, above: string): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${above}${key}`] : keysOf(value, `${above}${key}.`),
  );
}

const code = /=>|\bfunction\b|\[object|\{\s*\w+\s*[,}]|\bundefined\b|\bNaN\b/;

/** Lines of the page, in sight or for screen readers, that look like source code or are a message's key. */
export async function sourceTexts(page: Page): Promise<string[]> {
  const lines = await page.evaluate(() => {
    // biome-ignore lint/performance/useDomNodeTextContent: only what is in sight counts.
    const texts = [document.title, ...document.body.innerText.split('\n')];
    for (const element of document.body.querySelectorAll('*')) {
      if (!element.checkVisibility()) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description'])
        texts.push(element.getAttribute(name) ?? '');
      if (element instanceof HTMLInputElement && element.type !== 'hidden') texts.push(element.value);
    }
    return [...new Set(texts)];
  });
  return lines.filter(
    (line) =>
      code.test(line) || line.split(/[\s"“”„:()]+/).some((word) => word.includes('.') && keys.has(word)),
  );
}
