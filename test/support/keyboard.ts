import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.js';

const MOST_TABS = 120;
const IS_LOST = `document.activeElement === null || document.activeElement === document.body`;
/** Whether somebody can see what has the focus: a ring around it or its label, or the border of a field in the colour of the focus. */
const IS_SEEN = `(() => {
  const element = document.activeElement;
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.color = 'var(--mantine-primary-color-filled)';
  const { color } = getComputedStyle(probe);
  probe.remove();
  const isField = element.matches('textarea, input:not([type="radio"], [type="checkbox"])');
  return element.matches(':focus-visible') && [element, ...(element.labels ?? []), element.parentElement].some((each) => {
    const { outlineStyle, outlineWidth, borderColor } = getComputedStyle(each);
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || (isField && borderColor === color);
  });
})()`;

/** Somebody who has no mouse: the Tab key, Enter, the space bar, arrows and letters. */
export class Keyboard {
  constructor(private readonly page: Page) {}

  /** Goes on with Tab until this has the focus; throws where the focus is lost, is not to be seen, or never comes there. */
  async to(target: Locator): Promise<void> {
    await target.first().waitFor({ state: 'attached' });
    for (let tabs = 0; tabs < MOST_TABS; tabs++) {
      if (await this.isAt(target)) {
        return eventually(`somebody can see the focus at ${String(target)}`, () => this.page.evaluate<boolean>(IS_SEEN), { withinMs: 1_000, everyMs: 50 }).then(() => undefined);
      }
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab never comes to ${String(target)}; it is at ${await this.where()}`);
  }

  /** Goes there and presses Enter, or another key. */
  async press(target: Locator, key = 'Enter'): Promise<void> {
    await this.to(target);
    await this.page.keyboard.press(key);
  }

  async type(target: Locator, text: string): Promise<void> {
    await this.to(target);
    await this.page.keyboard.type(text);
  }

  async isAt(target: Locator): Promise<boolean> {
    return (await target.first().and(this.page.locator(':focus')).count()) > 0;
  }

  /** Whether nothing has the focus, so that the next Tab would begin at the top. */
  async isLost(): Promise<boolean> {
    return this.page.evaluate<boolean>(IS_LOST);
  }

  async where(): Promise<string> {
    return this.page.evaluate<string>(`document.activeElement?.outerHTML.slice(0, 200) ?? 'nothing'`);
  }
}
