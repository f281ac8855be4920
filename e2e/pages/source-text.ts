import type { Page } from '@playwright/test';
import { messages } from '@/lib/i18n/messages/en/messages';

/** A key of a message, as it stands where the message is missing: `people.form.name`. */
const key = new RegExp(`^(${Object.keys(messages).join('|')})(\\.[a-zA-Z]\\w*)+$`);
const fileName = /\.(csv|xlsx|json|png|txt)$/;

const code =
  /=>|\bfunction\b|\[object|\{\s*\w+\s*[,}]|\b(undefined|null|NaN|Infinity)\b|Invalid Date|\b(plural|select), /;

/** Lines of the page, in sight or for screen readers, that look like source code or are a message's key. */
export async function sourceTexts(page: Page): Promise<string[]> {
  const lines = await page.evaluate(() => {
    // biome-ignore lint/performance/useDomNodeTextContent: only what is in sight counts.
    const texts = [document.title, ...document.body.innerText.split('\n')];
    for (const element of document.body.querySelectorAll('*')) {
      if (!element.checkVisibility()) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description'])
        texts.push(element.getAttribute(name) ?? '');
      const isField = element instanceof HTMLInputElement && element.type !== 'hidden';
      if (isField || element instanceof HTMLTextAreaElement) texts.push(element.value);
    }
    return [...new Set(texts)];
  });
  const isKey = (word: string) => key.test(word) && !fileName.test(word);
  return lines.filter((line) => code.test(line) || line.split(/[^\w.@-]+/).some(isKey));
}
